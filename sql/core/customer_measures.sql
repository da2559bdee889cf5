-- one row per customer with an event
-- key: customer_id
-- scope: customer
-- Nothing here depends on when the night runs, so customers without news keep their row.
with events as (
    select
        events.customer_id,
        count(*) as event_count,
        count(distinct events.session_started_ms) as session_count,
        count(*) filter (not kinds.is_customer_act) as company_act_count,
        count(distinct kinds.source) as source_count,
        min(events.occurred_at) as first_event_at,
        max(events.occurred_at) as last_event_at,
    from core.customer_events as events
    inner join core.event_kinds as kinds using (event_kind_id)
    group by events.customer_id
),

steps as (
    select
        customer_id,
        count(distinct touchpoint_code) as touchpoint_count,
        median(milliseconds_to_next) / 1000 as median_seconds_to_next,
    from core.steps
    group by customer_id
),

channels as (
    select
        stages.customer_id,
        count(distinct stages.channel_code) as channel_count,
        sum(stages.step_count)::bigint as step_count,
        sum(stages.step_count) filter (channels.channel_kind = 'online')::bigint as online_step_count,
    from core.journey_stages as stages
    inner join core.channels as channels using (channel_code)
    group by stages.customer_id
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
        avg(rows.rating) as rating,
    from core.customer_events as events
    inner join core.event_rows as rows using (event_key)
    where rows.amount is not null or rows.rating is not null
    group by events.customer_id
)
select 1
