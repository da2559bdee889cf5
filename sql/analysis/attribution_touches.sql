-- one row per dimension, journey and touch: a run of steps of the same value before the goal
-- key: dimension, customer_id, journey_index, touch_index
-- kind: scaffold
-- Ten pages read in a row over one channel are one touch of that channel, placed in time at the last of them.
with met as (
    select
        named.dimension,
        steps.customer_id,
        steps.journey_index,
        steps.step_index,
        named.touch_rank,
        named.is_direct,
        journeys.end_ms - epoch_ms(steps.occurred_at) as milliseconds_before,
    from core.steps as steps
    inner join analysis.attribution_journeys as journeys using (customer_id, journey_index)
    inner join analysis.attribution_values as named using (event_kind_id, channel_code)
    where
        steps.step_index < coalesce(journeys.goal_step_index, steps.step_index + 1)
        and epoch_ms(steps.occurred_at) >= journeys.since_ms
),

last_of_runs as (
    select *
    from met
    qualify touch_rank is distinct from lead(touch_rank) over (
        partition by dimension, customer_id, journey_index order by step_index
    )
)

select
    dimension,
    customer_id,
    journey_index,
    row_number() over (partition by dimension, customer_id, journey_index order by step_index) as touch_index,
    touch_rank,
    is_direct,
    milliseconds_before,
from last_of_runs
