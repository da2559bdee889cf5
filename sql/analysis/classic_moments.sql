-- one row per classic moment: first contact, purchase, post-purchase
-- key: moment
-- First contact: how a customer's first journey begins, and whether it converts. Purchase: goals reached among journeys
-- that are over. Post-purchase: what customers did first after their first goal, and whether they reached another.
with goals as (
    select
        customer_id,
        min(occurred_at) as goal_at,
        count(distinct journey_index) as goal_count,
    from core.steps
    where goal_rank is not null
    group by customer_id
),

moments as (
    select
        'first contact' as moment,
        steps.customer_id,
        steps.touchpoint_code,
        journeys.status = 'converted' as is_success,
    from core.steps as steps
    inner join core.journeys as journeys using (customer_id, journey_index)
    where steps.journey_index = 1 and steps.step_index = 1 and journeys.status <> 'open'
    union all
    select
        'purchase',
        customer_id,
        last_touchpoint_code,
        status = 'converted',
    from core.journeys
    where status <> 'open'
    union all
    select
        'post-purchase',
        goals.customer_id,
        arg_min(steps.touchpoint_code, (steps.journey_index, steps.step_index)),
        goals.goal_count > 1,
    from goals
    left join core.steps as steps on goals.customer_id = steps.customer_id and steps.occurred_at > goals.goal_at
    group by goals.customer_id, goals.goal_count
),

usual as (
    select
        moments.moment,
        names.touchpoint,
        count(distinct moments.customer_id) as touchpoint_customer_count,
    from moments
    inner join core.touchpoint_names as names using (touchpoint_code)
    where moments.moment <> 'purchase' or moments.is_success
    group by moments.moment, names.touchpoint
    qualify row_number() over (partition by moments.moment order by touchpoint_customer_count desc, touchpoint) = 1
)

select
    listed.moment,
    any_value(usual.touchpoint) as touchpoint,
    coalesce(any_value(usual.touchpoint_customer_count), 0) as touchpoint_customer_count,
    count(distinct moments.customer_id) as customer_count,
    count(moments.customer_id) as opportunity_count,
    count(*) filter (moments.is_success) as success_count,
from (select unnest(['first contact', 'purchase', 'post-purchase']) as moment) as listed
left join moments using (moment)
left join usual using (moment)
group by listed.moment
