-- one row per text of a customer, with its fingerprint and what it is about
-- key: text_id
-- kind: scaffold
select
    texts.text_id,
    texts.text,
    md5(texts.text) as text_hash,
    coalesce(texts.customer_id::varchar, '') || ':' || texts.source as speaker,
    texts.customer_id,
    texts.occurred_at,
    places.touchpoint,
    places.stage,
    places.channel,
from core.texts as texts
inner join core.answer_places as places using (event_key)
