-- one row per stage and channel
-- key: stage, channel_code
-- scope: additive
with journeys as (
    select
        met.customer_id,
        met.journey_index,
        names.stage,
        met.channel_code,
        sum(met.step_count) as step_count,
    from core.journey_touchpoints as met
    inner join core.touchpoint_names as names using (touchpoint_code)
    group by all
),

customers as (
    select
        customer_id,
        stage,
        channel_code,
        count(*) as journey_count,
        sum(step_count) as step_count,
    from journeys
    group by all
)

select
    stage,
    channel_code,
    sum(step_count)::bigint as step_count,
    count(*) as customer_count,
    sum(journey_count)::bigint as journey_count,
from customers
group by all
