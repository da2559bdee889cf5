-- one row per plan and journey that is held against it
-- key: plan, customer_id, journey_index
-- kind: scaffold
-- Journeys that reached another goal than the plan's are held against other plans. Where a plan names products or
-- business units, only journeys with a step of one of them.
with kinds as (
    select
        plans.plan,
        kinds.event_kind_id,
    from seed.plans as plans
    cross join core.event_kinds as kinds
    where
        (len(plans.products) > 0 or len(plans.business_units) > 0)
        and (len(plans.products) = 0 or list_contains(plans.products, kinds.product))
        and (len(plans.business_units) = 0 or list_contains(plans.business_units, kinds.business_unit))
),

concerned as (
    select distinct
        kinds.plan,
        steps.customer_id,
        steps.journey_index,
    from core.steps as steps
    inner join kinds using (event_kind_id)
)

select
    plans.plan,
    journeys.customer_id,
    journeys.journey_index,
    journeys.journey_id,
    journeys.variant_id,
    journeys.status,
    journeys.status = 'converted' as is_finished,
    journeys.started_at,
    journeys.ended_at,
from core.journeys as journeys
cross join seed.plans as plans
left join concerned
    on plans.plan = concerned.plan
    and journeys.customer_id = concerned.customer_id
    and journeys.journey_index = concerned.journey_index
where
    (plans.planned_goal is null or journeys.goal is null or journeys.goal = plans.planned_goal)
    and (len(plans.products) + len(plans.business_units) = 0 or concerned.customer_id is not null)
