-- one row per stage
-- key: stage_code
-- scope: additive
-- A journey continues from a stage when it also meets a later one.
with met as (
    select
        stages.customer_id,
        stages.journey_index,
        stages.stage_code,
        any_value(names.stage_rank) as stage_rank,
    from core.journey_stages as stages
    inner join core.stages as names using (stage_code)
    group by stages.customer_id, stages.journey_index, stages.stage_code
),

furthest as (
    select
        customer_id,
        journey_index,
        max(stage_rank) as stage_rank,
    from met
    group by customer_id, journey_index
)

select
    met.stage_code,
    count(distinct met.customer_id) as customer_count,
    count(*) as journey_count,
    count(*) filter (furthest.stage_rank > met.stage_rank) as continued_count,
    count(*) filter (journeys.status = 'abandoned' and last_names.stage_code = met.stage_code) as drop_off_count,
from met
inner join furthest using (customer_id, journey_index)
inner join core.journeys as journeys using (customer_id, journey_index)
inner join core.touchpoint_names as last_names on journeys.last_touchpoint_code = last_names.touchpoint_code
group by met.stage_code
