-- one row per watched journey, period and touchpoint met in it
-- key: customer_id, journey_index, period_index, touchpoint_code
-- kind: scaffold
-- What happens in the last period is left out: only what came before a period can bear on it.
with placed as (
    select
        journeys.customer_id,
        journeys.journey_index,
        ((epoch_ms(steps.occurred_at) - journeys.started_ms) // windows.period_milliseconds)::integer as period_index,
        steps.touchpoint_code,
        coalesce(names.stage_rank, 0) as stage_rank,
        journeys.last_period,
    from core.steps as steps
    inner join analysis.moment_journeys as journeys using (customer_id, journey_index)
    inner join core.touchpoint_names as names using (touchpoint_code)
    cross join seed.key_moments as windows
    where steps.goal_rank is null
)

select
    customer_id,
    journey_index,
    period_index,
    touchpoint_code,
    any_value(stage_rank) as stage_rank,
    count(*) as step_count,
from placed
where period_index < last_period
group by customer_id, journey_index, period_index, touchpoint_code
