-- one row per quote: of each topic the texts that are most clearly about it, one a customer
-- key: text_id
with spoken as (
    select
        topics.topic_id,
        topics.text_id,
        topics.topic_weight,
        texts.source,
        texts.record_id,
        texts.touchpoint,
        texts.occurred_at,
        texts.text,
    from analysis.text_topics as topics
    inner join core.texts as texts using (text_id)
    where length(texts.text) >= 25
    qualify row_number() over (
        partition by topics.topic_id, coalesce(texts.customer_id::varchar, topics.text_id)
        order by topics.topic_weight desc, topics.text_id
    ) = 1
)

select
    topic_id,
    text_id,
    topic_weight,
    source,
    record_id,
    touchpoint,
    occurred_at,
    text,
from spoken
qualify row_number() over (partition by topic_id order by topic_weight desc, text_id) <= 3
