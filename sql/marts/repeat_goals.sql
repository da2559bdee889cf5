-- one row per goal: how many customers reach it again, and after how long
-- key: goal
-- Exact, and of repeats that were seen; analysis.waits reckons with customers who have had little time to repeat.
with customers as (
    select
        goal,
        customer_id,
        count(*) as goal_count,
    from core.goal_steps
    group by goal, customer_id
),

counts as (
    select
        goal,
        sum(goal_count)::bigint as goal_count,
        count(*) as customer_count,
        count(*) filter (goal_count > 1) as repeat_customer_count,
    from customers
    group by goal
),

intervals as (
    select
        goal,
        quantile_cont(epoch_ms(next_goal_at) - epoch_ms(occurred_at), 0.5) / 1000 as median_seconds,
        quantile_cont(epoch_ms(next_goal_at) - epoch_ms(occurred_at), 0.9) / 1000 as p90_seconds,
    from core.goal_steps
    where next_goal_at is not null
    group by goal
)

select
    counts.goal,
    counts.goal_count,
    counts.customer_count,
    counts.repeat_customer_count,
    counts.repeat_customer_count / counts.customer_count as repeat_customer_share,
    intervals.median_seconds,
    intervals.p90_seconds,
from counts
left join intervals using (goal)
