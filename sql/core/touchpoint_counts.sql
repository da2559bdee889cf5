-- one row per touchpoint
-- key: touchpoint_code
-- scope: additive
with met as (
    select
        customer_id,
        journey_index,
        touchpoint_code,
        sum(step_count) as step_count,
    from core.journey_touchpoints
    group by all
),

customers as (
    select
        met.touchpoint_code,
        met.customer_id,
        sum(met.step_count) as step_count,
        count(*) as journey_count,
        count(*) filter (journeys.status = 'converted') as converted_count,
        count(*) filter (journeys.status = 'abandoned' and journeys.last_touchpoint_code = met.touchpoint_code)
            as drop_off_count,
        count(*) filter (journeys.status = 'open' and journeys.last_touchpoint_code = met.touchpoint_code)
            as still_open_count,
    from met
    inner join core.journeys as journeys using (customer_id, journey_index)
    group by met.touchpoint_code, met.customer_id
)

select
    touchpoint_code,
    sum(step_count)::bigint as event_count,
    count(*) as customer_count,
    sum(journey_count)::bigint as journey_count,
    sum(converted_count)::bigint as converted_count,
    sum(drop_off_count)::bigint as drop_off_count,
    sum(still_open_count)::bigint as still_open_count,
from customers
group by touchpoint_code
