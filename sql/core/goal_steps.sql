-- one row per step that reached a goal
-- key: customer_id, journey_index, step_index
-- scope: customer
select
    steps.customer_id,
    steps.journey_index,
    steps.step_index,
    goals.goal,
    steps.occurred_at,
    lead(steps.occurred_at) over (
        partition by steps.customer_id, goals.goal order by steps.journey_index, steps.step_index
    ) as next_goal_at,
from core.steps as steps
inner join (select distinct goal_rank, goal from seed.goals) as goals using (goal_rank)
