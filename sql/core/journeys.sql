-- one row per journey
-- key: journey_id
-- scope: customer
-- Converted: a goal was reached. Open: none yet, and less than the gap has passed since the last step. Else abandoned.
with spans as (
    select
        customer_id,
        journey_index,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*)::integer as step_count,
        arg_min(goal_rank, step_index) as goal_rank,
        arg_max(touchpoint_code, step_index) as last_touchpoint_code,
        bit_xor(hash((step_index::bigint << 32) | touchpoint_code)) as path_hash,
    from core.steps
    group by customer_id, journey_index
),

examples as (
    select
        path_hash,
        step_count,
        min({customer_id: customer_id, journey_index: journey_index}) as example,
    from spans
    group by path_hash, step_count
),

paths as (
    select
        examples.path_hash,
        examples.step_count,
        md5(string_agg(replace(names.touchpoint, '>', '\>'), '>' order by steps.step_index)) as variant_id,
    from examples
    inner join core.steps as steps
        on examples.example.customer_id = steps.customer_id and examples.example.journey_index = steps.journey_index
    inner join core.touchpoint_names as names using (touchpoint_code)
    group by examples.path_hash, examples.step_count
),

goal_values as (
    select
        steps.customer_id,
        steps.journey_index,
        sum(events.amount)::decimal(18, 2) as goal_amount,
    from core.steps as steps
    inner join core.event_rows as events using (event_key)
    inner join seed.goals as goals using (goal_rank)
    where goals.has_value and events.amount is not null
    group by steps.customer_id, steps.journey_index
)

select
    spans.customer_id || '-' || spans.journey_index as journey_id,
    spans.customer_id,
    spans.journey_index,
    goals.goal,
    case
        when spans.goal_rank is not null then 'converted'
        when epoch_ms(observation.as_of) - epoch_ms(spans.ended_at) < windows.journey_gap_milliseconds then 'open'
        else 'abandoned'
    end as status,
    spans.started_at,
    spans.ended_at,
    spans.step_count,
    paths.variant_id,
    spans.last_touchpoint_code,
    goal_values.goal_amount,
from spans
inner join paths using (path_hash, step_count)
left join seed.goals as goals using (goal_rank)
left join goal_values using (customer_id, journey_index)
cross join core.observation as observation
cross join seed.windows as windows
