-- one row per text of a customer, with its fingerprint, what it is about, and the rating given with it
-- key: text_id
-- kind: scaffold
-- A speaker is a customer in a channel; whoever is not known speaks for nobody but themselves.
select
    texts.text_id,
    texts.text,
    md5(texts.text) as text_hash,
    coalesce(texts.customer_id::varchar || ':' || places.channel, texts.text_id) as speaker,
    texts.customer_id,
    texts.occurred_at,
    places.touchpoint,
    places.stage,
    places.channel,
    ratings.satisfaction,
from core.texts as texts
inner join core.answer_places as places using (event_key)
left join core.rating_rows as ratings using (event_key)
