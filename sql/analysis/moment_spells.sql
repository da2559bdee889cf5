-- one row per watch, touchpoint left out (0: none) and tick with a step: what was known after it
-- key: customer_id, journey_index, omitted_code, tick
-- kind: scaffold
-- Stage, activity and recency are told by the other touchpoints' steps alone where a touchpoint's own effect is asked
-- for: else what it does itself would be taken for the reason why it came.
with taken as (
    select
        customer_id,
        journey_index,
        0 as omitted_code,
        tick,
        stage_rank,
        step_count,
    from analysis.moment_steps
    union all
    select
        steps.customer_id,
        steps.journey_index,
        exposures.factor_code,
        steps.tick,
        steps.stage_rank,
        steps.step_count,
    from analysis.moment_steps as steps
    inner join analysis.moment_exposures as exposures using (customer_id, journey_index)
    where exposures.factor_code > 0 and steps.touchpoint_code <> exposures.factor_code
),

ticks as (
    select
        customer_id,
        journey_index,
        omitted_code,
        tick,
        sum(step_count)::bigint as step_count,
        max(stage_rank) as stage_rank,
    from taken
    group by customer_id, journey_index, omitted_code, tick
)

select
    customer_id,
    journey_index,
    omitted_code,
    tick,
    -- a life is longer than a journey: told apart up to 64 steps rather than 16
    least(floor(log2(sum(step_count) over so_far)), if(journey_index = 0, 6, 4))::integer as activity_level,
    max(stage_rank) over so_far as stage_level,
    lead(tick) over so_far as next_tick,
from ticks
window so_far as (
    partition by customer_id, journey_index, omitted_code order by tick rows unbounded preceding
)
