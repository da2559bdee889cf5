-- one row per goal: how long the journeys took that reached it, from their first step
-- key: goal
-- Exact, and of converted journeys alone; analysis.waits reckons with those that have not come to a goal.
select
    goal,
    count(*) as journey_count,
    count(distinct customer_id) as customer_count,
    quantile_cont(epoch_ms(ended_at) - epoch_ms(started_at), 0.5) / 1000 as median_seconds,
    quantile_cont(epoch_ms(ended_at) - epoch_ms(started_at), 0.9) / 1000 as p90_seconds,
from core.journeys
where goal is not null
group by goal
