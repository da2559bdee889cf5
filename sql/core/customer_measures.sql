-- one row per customer with an event
-- key: customer_id
-- scope: customer
-- Nothing here depends on when the night runs, so customers without news keep their row. Only amounts in the project's
-- currency are summed: there are no rates to turn others into it.
with events as (
    select
        events.customer_id,
        count(*) as event_count,
        count(*) filter (not kinds.is_customer_act) as company_act_count,
        min(events.occurred_at) as first_event_at,
        max(events.occurred_at) as last_event_at,
    from core.customer_events as events
    inner join core.event_kinds as kinds using (event_kind_id)
    group by events.customer_id
),

sessions as (
    select
        customer_id,
        count(*) as session_count,
    from core.session_spans
    group by customer_id
),

channels as (
    select
        stages.customer_id,
        stages.channel_code,
        channels.channel_kind = 'online' as is_online,
        sum(stages.step_count)::bigint as step_count,
        sum(stages.wait_milliseconds)::bigint as wait_milliseconds,
    from core.journey_stages as stages
    inner join core.channels as channels using (channel_code)
    group by all
),

steps as (
    select
        customer_id,
        sum(step_count)::bigint as step_count,
        coalesce(sum(step_count) filter (is_online), 0)::bigint as online_step_count,
        max(step_count) as main_channel_step_count,
        count(*) as channel_count,
        sum(wait_milliseconds)::bigint as wait_milliseconds,
    from channels
    group by customer_id
),

journeys as (
    select
        customer_id,
        count(*) as journey_count,
        count(*) filter (status = 'converted') as converted_count,
        sum(goal_amount)::decimal(18, 2) as goal_amount,
    from core.journeys
    group by customer_id
),

amounts as (
    select
        events.customer_id,
        sum(rows.amount)::decimal(18, 2) as amount,
    from core.customer_events as events
    inner join core.event_rows as rows using (event_key)
    cross join seed.windows as windows
    where rows.amount is not null and coalesce(rows.currency_code, windows.currency_code) = windows.currency_code
    group by events.customer_id
)

select
    events.*,
    coalesce(sessions.session_count, 0) as session_count,
    coalesce(steps.step_count, 0) as step_count,
    coalesce(steps.online_step_count, 0) as online_step_count,
    coalesce(steps.main_channel_step_count, 0) as main_channel_step_count,
    coalesce(steps.channel_count, 0) as channel_count,
    steps.wait_milliseconds,
    coalesce(journeys.journey_count, 0) as journey_count,
    coalesce(journeys.converted_count, 0) as converted_count,
    journeys.goal_amount,
    amounts.amount,
from events
left join sessions using (customer_id)
left join steps using (customer_id)
left join journeys using (customer_id)
left join amounts using (customer_id)
