-- one row per stage and rate of friction, in hundredths: the customers who met so much of it there
-- key: stage, friction_rate
-- kind: scaffold
-- A rate is friction events of any kind per step of the customer in the stage, at most 1.
with friction as (
    select
        names.stage,
        friction.customer_id,
        count(*) as friction_count,
    from core.friction as friction
    inner join core.touchpoint_names as names using (touchpoint_code)
    group by names.stage, friction.customer_id
),

steps as (
    select
        names.stage,
        steps.customer_id,
        count(*) as step_count,
    from core.steps as steps
    inner join core.touchpoint_names as names using (touchpoint_code)
    group by names.stage, steps.customer_id
)

select
    steps.stage,
    round(least(1, coalesce(friction.friction_count, 0) / steps.step_count), 2) as friction_rate,
    count(*) as customer_count,
from steps
left join friction on steps.stage = friction.stage and steps.customer_id = friction.customer_id
group by all
