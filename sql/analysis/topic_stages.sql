-- one row per topic and stage its texts are about
-- key: topic_id, stage
-- Valence is of customers, each counted once by the mean of what they felt in their texts of the topic there.
with texts as (
    select
        topics.topic_id,
        texts.stage,
        texts.text_id,
        texts.customer_id,
        feelings.valence,
    from analysis.text_topics as topics
    inner join analysis.texts_to_read as texts using (text_id)
    left join analysis.feelings as feelings using (text_id)
    where texts.stage is not null
),

customers as (
    select
        topic_id,
        stage,
        customer_id,
        count(*) as text_count,
        round(avg(valence), 6) as valence,
    from texts
    group by all
),

stages as (
    select
        texts.stage,
        count(*) as read_count,
    from analysis.texts_to_read as texts
    semi join analysis.signal_texts using (text_id)
    group by all
)

select
    customers.topic_id,
    customers.stage,
    sum(customers.text_count)::bigint as text_count,
    count(customers.customer_id) as customer_count,
    any_value(stages.read_count) as read_count,
    round(avg(customers.valence), 6) as valence,
    count(customers.valence) as felt_count,
from customers
left join stages on customers.stage = stages.stage
group by customers.topic_id, customers.stage
