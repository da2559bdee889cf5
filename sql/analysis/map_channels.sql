-- one row per map, stage and channel met in it
-- key: persona_id, scenario, stage, channel
-- kind: scaffold
with met as (
    select distinct
        journeys.customer_id,
        journeys.stage_code,
        journeys.channel_code,
    from core.journey_stages as journeys
),

counted as (
    select
        members.map_group,
        met.stage_code,
        met.channel_code,
        count(*) as customer_count,
    from met
    inner join analysis.map_members as members using (customer_id)
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    stages.stage,
    channels.channel,
    channels.channel_kind,
    sum(counted.customer_count)::bigint as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
inner join core.stages as stages using (stage_code)
inner join core.channels as channels using (channel_code)
group by all
