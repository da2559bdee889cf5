-- one row per map, stage and goal that was reached in it
-- key: persona_id, scenario, stage, goal
-- kind: scaffold
with reached as (
    select distinct
        members.map_group,
        members.customer_id,
        names.stage,
        goals.goal,
    from core.goal_steps as goals
    inner join core.steps as steps using (customer_id, journey_index, step_index)
    inner join core.touchpoint_names as names using (touchpoint_code)
    inner join analysis.map_members as members using (customer_id)
),

counted as (
    select
        map_group,
        stage,
        goal,
        count(*) as customer_count,
    from reached
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.stage,
    counted.goal,
    sum(counted.customer_count)::bigint as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
group by all
