-- one row per customer with a session or a step: when, how long, on what and how regularly they come
-- key: customer_id
-- scope: customer
-- Whole numbers, and nothing that depends on when the night runs. Hours and weekdays are those of the project's time
-- zone; quantiles are values that were seen, not means of two.
with visits as (
    select
        spans.customer_id,
        spans.started_at,
        spans.event_count,
        spans.step_count,
        epoch_ms(spans.ended_at) - epoch_ms(spans.started_at) as visit_milliseconds,
        epoch_ms(spans.started_at) - lag(epoch_ms(spans.ended_at)) over visits_of as gap_milliseconds,
        timezone(windows.timezone, timezone('UTC', spans.started_at)) as local_at,
        kinds.device,
    from core.session_spans as spans
    inner join core.event_kinds as kinds on spans.first_event_kind_id = kinds.event_kind_id
    cross join seed.windows as windows
    window visits_of as (partition by spans.customer_id order by spans.session_started_ms)
),

sessions as (
    select
        customer_id,
        count(*) as visit_count,
        sum(event_count)::bigint as visit_event_count,
        sum(visit_milliseconds)::bigint as visit_milliseconds,
        count(*) filter (hour(local_at) < 6) as night_visit_count,
        count(*) filter (hour(local_at) between 6 and 11) as morning_visit_count,
        count(*) filter (hour(local_at) >= 18) as evening_visit_count,
        count(*) filter (isodow(local_at) >= 6) as weekend_visit_count,
        count(*) filter (device is not null) as device_visit_count,
        count(*) filter (lower(device) in ('mobile', 'phone', 'smartphone')) as phone_visit_count,
        count(*) filter (lower(device) in ('desktop', 'pc', 'computer')) as desktop_visit_count,
        quantile_disc(gap_milliseconds, [0.5, 0.9]) as gap_quantiles,
    from visits
    group by customer_id
),

steps as (
    select
        steps.customer_id,
        count(distinct steps.touchpoint_code) as touchpoint_count,
        count(stages.word) as service_step_count,
        count(*) filter (steps.touchpoint_code = steps.next_touchpoint_code) as immediate_repeat_count,
        count(distinct kinds.product) as product_count,
        count(kinds.product) as product_step_count,
        quantile_disc(steps.milliseconds_to_next, [0.5, 0.9]) as wait_quantiles,
    from core.steps as steps
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join core.touchpoint_names as names on steps.touchpoint_code = names.touchpoint_code
    left join seed.friction_words as stages on names.stage = stages.word and stages.role = 'contact_stage'
    group by steps.customer_id
),

texts as (
    select
        events.customer_id,
        count(*) as text_count,
    from core.customer_events as events
    inner join core.event_rows as rows using (event_key)
    where rows.text_id is not null
    group by events.customer_id
),

repeats as (
    select
        customer_id,
        count(*) as repeat_contact_count,
    from core.own_friction
    where friction_kind = 'repeat_contact'
    group by customer_id
),

returns as (
    select
        customer_id,
        quantile_disc(epoch_ms(next_goal_at) - epoch_ms(occurred_at), 0.5) as median_return_milliseconds,
    from core.goal_steps
    where next_goal_at is not null
    group by customer_id
)

select
    customer_id,
    sessions.* exclude (customer_id, gap_quantiles),
    sessions.gap_quantiles[1] as median_gap_milliseconds,
    sessions.gap_quantiles[2] as p90_gap_milliseconds,
    steps.* exclude (customer_id, wait_quantiles),
    steps.wait_quantiles[1] as median_wait_milliseconds,
    steps.wait_quantiles[2] as p90_wait_milliseconds,
    texts.text_count,
    repeats.repeat_contact_count,
    returns.median_return_milliseconds,
from sessions
full join steps using (customer_id)
left join texts using (customer_id)
left join repeats using (customer_id)
left join returns using (customer_id)
