-- one row per customer, kind of trait and trait, of what customers say: signals, alone and by topic, and bad topics
-- key: customer_id, trait_kind, trait
-- kind: view
-- nullable: trait
-- Whoever wrote a text is known in every kind. A topic is bad to a customer who felt bad in a text about it.
with topics as (
    select texts.text_id, 'topic: ' || topics.topic as trait
    from analysis.text_topics as texts
    inner join analysis.topics as topics using (topic_id)
),

signals as (
    select
        customer_id,
        case signal when 'goal' then 'spoken_goal' else signal end as trait_kind,
        case signal_subtype when '' then 'any' else signal_subtype end as trait,
        text_id,
    from analysis.signals
    where customer_id is not null and signal <> 'thought' and signal_status <> 'rejected'
)

select distinct
    customer_id,
    unnest([
        'need',
        'motive',
        'expectation',
        'wish',
        'question',
        'fear',
        'barrier',
        'spoken_goal',
        'negative_topic'
    ]) as trait_kind,
    null as trait
from core.texts
where customer_id is not null
union all
select distinct customer_id, trait_kind, trait
from signals
union all
select distinct signals.customer_id, signals.trait_kind, topics.trait
from signals
inner join topics using (text_id)
union all
select distinct feelings.customer_id, 'negative_topic', topics.trait
from analysis.feelings as feelings
inner join topics using (text_id)
where feelings.valence < 0
