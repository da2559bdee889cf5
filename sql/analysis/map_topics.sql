-- one row per map, stage and topic customers wrote of in it
-- key: persona_id, scenario, stage, topic_id
-- kind: scaffold
with written as (
    select distinct
        members.map_group,
        members.customer_id,
        places.stage,
        text_topics.topic_id,
    from analysis.text_topics as text_topics
    inner join core.texts as texts using (text_id)
    inner join core.answer_places as places using (event_key)
    inner join analysis.map_members as members on texts.customer_id = members.customer_id
),

counted as (
    select
        map_group,
        stage,
        topic_id,
        count(*) as customer_count,
    from written
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.stage,
    counted.topic_id,
    topics.topic,
    sum(counted.customer_count)::bigint as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
inner join analysis.topics as topics using (topic_id)
group by all
