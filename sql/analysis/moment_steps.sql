-- one row per watch, tick and touchpoint met in it
-- key: customer_id, journey_index, tick, touchpoint_code
-- kind: scaffold
-- Goals are left out, and so is what happens in the last tick: only what came before can bear on an outcome.
with placed as (
    select
        watches.customer_id,
        watches.journey_index,
        ((epoch_ms(steps.occurred_at) - watches.started_ms) // watches.tick_milliseconds)::integer as tick,
        steps.touchpoint_code,
        coalesce(names.stage_rank, 0) as stage_rank,
        watches.last_tick,
    from core.steps as steps
    inner join analysis.moment_watches as watches
        on steps.customer_id = watches.customer_id and watches.journey_index in (0, steps.journey_index)
    inner join core.touchpoint_names as names using (touchpoint_code)
    where steps.goal_rank is null
)

select
    customer_id,
    journey_index,
    tick,
    touchpoint_code,
    any_value(stage_rank) as stage_rank,
    count(*) as step_count,
from placed
where tick < last_tick
group by customer_id, journey_index, tick, touchpoint_code
