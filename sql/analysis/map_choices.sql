-- one row per map and customer on it: a map is an audience and a scenario
-- key: persona_id, scenario, customer_id
-- kind: scaffold
-- A scenario with a goal is of customers who reached it; where it names products or business units, of those with a
-- step of one of them. All their journeys are on the map, before the goal and after it.
with kinds as (
    select
        scenarios.scenario,
        kinds.event_kind_id,
    from seed.scenarios as scenarios
    cross join core.event_kinds as kinds
    where
        len(scenarios.products) + len(scenarios.business_units) > 0
        and (len(scenarios.products) = 0 or list_contains(scenarios.products, kinds.product))
        and (len(scenarios.business_units) = 0 or list_contains(scenarios.business_units, kinds.business_unit))
),

concerned as (
    select distinct
        kinds.scenario,
        steps.customer_id,
    from core.steps as steps
    inner join kinds using (event_kind_id)
),

reached as (
    select distinct
        customer_id,
        goal,
    from core.goal_steps
    union all
    select distinct
        customer_id,
        null as goal,
    from core.journeys
),

chosen as (
    select distinct
        scenarios.scenario,
        reached.customer_id,
    from reached
    cross join seed.scenarios as scenarios
    left join concerned
        on scenarios.scenario = concerned.scenario
        and reached.customer_id = concerned.customer_id
    where
        reached.goal is not distinct from scenarios.goal
        and (len(scenarios.products) + len(scenarios.business_units) = 0 or concerned.customer_id is not null)
),

audiences as (
    select
        coalesce(personas.persona_id, members.segment_id) as persona_id,
        members.customer_id,
    from analysis.segment_members as members
    left join analysis.personas as personas using (segment_id)
    union all
    select
        persona_id,
        customer_id,
    from seed.map_lists
)

select
    'all' as persona_id,
    scenario,
    customer_id,
from chosen
union all
select
    audiences.persona_id,
    chosen.scenario,
    chosen.customer_id,
from audiences
inner join chosen using (customer_id)
