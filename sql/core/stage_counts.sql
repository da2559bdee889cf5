-- one row per stage
-- key: stage
-- scope: additive
-- A journey continues from a stage when it also touches a later one.
with furthest as (
    select
        customer_id,
        journey_index,
        max(stage_rank) as furthest_rank,
    from core.journey_stages
    group by customer_id, journey_index
),

customers as (
    select
        met.stage,
        met.customer_id,
        count(*) as journey_count,
        count(*) filter (furthest.furthest_rank > met.stage_rank) as continued_count,
        count(*) filter (journeys.status = 'abandoned' and last_names.stage = met.stage) as drop_off_count,
    from core.journey_stages as met
    inner join furthest using (customer_id, journey_index)
    inner join core.journeys as journeys using (customer_id, journey_index)
    inner join core.touchpoint_names as last_names on journeys.last_touchpoint_code = last_names.touchpoint_code
    group by met.stage, met.customer_id
)

select
    stage,
    count(*) as customer_count,
    sum(journey_count)::bigint as journey_count,
    sum(continued_count)::bigint as continued_count,
    sum(drop_off_count)::bigint as drop_off_count,
from customers
group by stage
