-- one row per segment ('' for all), stage or touchpoint, and rate of friction, in hundredths: the customers who met it
-- key: segment_id, dimension, member, friction_rate
-- kind: scaffold
-- A rate is friction events of any kind per step of the customer there, at most 1.
with met as (
    select
        customer_id,
        touchpoint_code,
        count(*) as step_count,
        0 as friction_count,
    from core.steps
    group by customer_id, touchpoint_code
    union all
    select
        customer_id,
        touchpoint_code,
        0,
        count(*),
    from core.friction
    group by customer_id, touchpoint_code
),

rates as (
    select
        unnest([
            {dimension: 'stage', member: names.stage},
            {dimension: 'touchpoint', member: names.touchpoint}
        ], recursive := true),
        met.customer_id,
        met.step_count,
        met.friction_count,
    from met
    inner join core.touchpoint_names as names using (touchpoint_code)
),

customers as (
    select
        dimension,
        member,
        customer_id,
        round(least(1, sum(friction_count) / sum(step_count)), 2) as friction_rate,
    from rates
    group by dimension, member, customer_id
    having sum(step_count) > 0
)

select
    '' as segment_id,
    dimension,
    member,
    friction_rate,
    count(*) as customer_count,
from customers
group by all
union all
select
    members.segment_id,
    customers.dimension,
    customers.member,
    customers.friction_rate,
    count(*),
from customers
inner join analysis.segment_members as members using (customer_id)
group by all
