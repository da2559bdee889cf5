-- one row per pair of touchpoints that follow one another within a journey
-- key: from_touchpoint_code, to_touchpoint_code
-- scope: additive
with journeys as (
    select
        customer_id,
        journey_index,
        touchpoint_code as from_touchpoint_code,
        next_touchpoint_code as to_touchpoint_code,
        count(*) as transition_count,
    from core.steps
    where next_touchpoint_code is not null
    group by all
),

customers as (
    select
        customer_id,
        from_touchpoint_code,
        to_touchpoint_code,
        count(*) as journey_count,
        sum(transition_count) as transition_count,
    from journeys
    group by all
)

select
    from_touchpoint_code,
    to_touchpoint_code,
    sum(transition_count)::bigint as transition_count,
    count(*) as customer_count,
    sum(journey_count)::bigint as journey_count,
from customers
group by all
