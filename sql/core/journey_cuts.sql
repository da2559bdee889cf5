-- one row per journey that began earlier than its goal looks back
-- key: customer_id, journey_number
-- scope: customer
-- A journey reaches back at most `lookback` before its first goal; what lies further back is a journey of its own.
with goals as (
    select
        customer_id,
        journey_number,
        min(epoch_ms(occurred_at)) as goal_ms,
    from core.customer_events
    where goal_rank is not null
    group by customer_id, journey_number
),

cuts as (
    select
        goals.customer_id,
        goals.journey_number,
        goals.goal_ms - windows.lookback_milliseconds as cut_ms,
    from goals
    inner join core.customer_events as starts
        on goals.customer_id = starts.customer_id
        and goals.journey_number = starts.journey_number
        and starts.step_number = 1
    cross join seed.windows as windows
    where windows.ends_at <> 'customer' and epoch_ms(starts.occurred_at) < goals.goal_ms - windows.lookback_milliseconds
)

select
    cuts.customer_id,
    cuts.journey_number,
    cuts.cut_ms,
    count(*) as early_step_count,
from cuts
inner join core.customer_events as steps
    on cuts.customer_id = steps.customer_id
    and cuts.journey_number = steps.journey_number
    and epoch_ms(steps.occurred_at) < cuts.cut_ms
group by cuts.customer_id, cuts.journey_number, cuts.cut_ms
