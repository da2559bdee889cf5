-- one row per journey and stage it came to before any later stage
-- key: customer_id, journey_index, stage_code
-- scope: customer
-- The wait is from the first step in the stage to the first step in any later one; null where there was none.
with arrivals as (
    select
        steps.customer_id,
        steps.journey_index,
        names.stage_code,
        any_value(names.stage_rank) as stage_rank,
        min(steps.occurred_at) as started_at,
    from core.steps as steps
    inner join core.touchpoint_names as names using (touchpoint_code)
    where names.stage_rank is not null
    group by steps.customer_id, steps.journey_index, names.stage_code
),

following as (
    select
        *,
        min(started_at) over (
            partition by customer_id, journey_index
            order by stage_rank
            rows between 1 following and unbounded following
        ) as next_started_at,
    from arrivals
)

select
    customer_id,
    journey_index,
    stage_code,
    started_at,
    epoch_ms(next_started_at) - epoch_ms(started_at) as wait_milliseconds,
from following
where next_started_at is null or next_started_at >= started_at
