-- one row per stage
-- key: stage_code
-- scope: additive
-- A journey continues from a stage when it also meets a later one.
with met as (
    select distinct
        customer_id,
        journey_index,
        stage_code,
    from core.journey_stages
),

journeys as (
    select
        met.customer_id,
        met.journey_index,
        max(stages.stage_rank) as furthest_rank,
    from met
    inner join core.stages as stages using (stage_code)
    group by met.customer_id, met.journey_index
),

ends as (
    select
        journeys.customer_id,
        journeys.journey_index,
        journeys.furthest_rank,
        case when ended.status = 'abandoned' then last_names.stage_code end as drop_off_code,
    from journeys
    inner join core.journeys as ended using (customer_id, journey_index)
    inner join core.touchpoint_names as last_names on ended.last_touchpoint_code = last_names.touchpoint_code
)

select
    met.stage_code,
    count(distinct met.customer_id) as customer_count,
    count(*) as journey_count,
    count(*) filter (ends.furthest_rank > stages.stage_rank) as continued_count,
    count(*) filter (ends.drop_off_code = met.stage_code) as drop_off_count,
from met
inner join ends using (customer_id, journey_index)
inner join core.stages as stages using (stage_code)
group by met.stage_code
