-- one row per watched journey, touchpoint left out (0: none) and period with a step: what was known after it
-- key: customer_id, journey_index, omitted_code, period_index
-- kind: scaffold
-- Stage, activity and recency are told by the other touchpoints' steps alone where a touchpoint's own effect is asked
-- for: else what it does itself would be taken for the reason why it came.
with taken as (
    select
        customer_id,
        journey_index,
        0 as omitted_code,
        period_index,
        stage_rank,
        step_count,
    from analysis.moment_steps
    union all
    select
        steps.customer_id,
        steps.journey_index,
        exposures.touchpoint_code,
        steps.period_index,
        steps.stage_rank,
        steps.step_count,
    from analysis.moment_steps as steps
    inner join analysis.moment_exposures as exposures using (customer_id, journey_index)
    where steps.touchpoint_code <> exposures.touchpoint_code
),

periods as (
    select
        customer_id,
        journey_index,
        omitted_code,
        period_index,
        sum(step_count)::bigint as step_count,
        max(stage_rank) as stage_rank,
    from taken
    group by customer_id, journey_index, omitted_code, period_index
)

select
    customer_id,
    journey_index,
    omitted_code,
    period_index,
    least(floor(log2(sum(step_count) over so_far)), 4)::integer as activity_level,
    max(stage_rank) over so_far as stage_level,
    lead(period_index) over so_far as next_period,
from periods
window so_far as (
    partition by customer_id, journey_index, omitted_code order by period_index rows unbounded preceding
)
