-- one row per step of a journey: an event of a customer that is a touchpoint
-- key: customer_id, journey_index, step_index
-- scope: customer
-- A journey in core.journey_cuts counts as two: its later part and all later journeys of the customer move up by one.
with cuts as (
    select
        customer_id,
        list({journey_number: journey_number, cut_ms: cut_ms, early_step_count: early_step_count}) as cuts,
    from core.journey_cuts
    group by customer_id
),

facing_cuts as (
    select
        events.*,
        list_filter(
            cuts.cuts,
            lambda cut: cut.journey_number < events.journey_number
            or (cut.journey_number = events.journey_number and cut.cut_ms <= epoch_ms(events.occurred_at))
        ) as passed,
        list_filter(cuts.cuts, lambda cut: cut.journey_number = events.journey_number)[1] as own,
    from core.customer_events as events
    inner join cuts using (customer_id)
    where events.touchpoint_code is not null
),

cut as (
    select
        *,
        epoch_ms(occurred_at) >= own.cut_ms as is_late,
        coalesce(
            epoch_ms(occurred_at) < own.cut_ms and epoch_ms(occurred_at) + milliseconds_to_next >= own.cut_ms, false
        ) as is_cut_off,
    from facing_cuts
),

placed as not materialized (
    select
        customer_id,
        journey_number as journey_index,
        step_number as step_index,
        touchpoint_code,
        next_touchpoint_code,
        occurred_at,
        milliseconds_to_next,
        goal_rank,
        event_key,
        event_kind_id,
        session_started_ms,
    from core.customer_events
    anti join cuts using (customer_id)
    where touchpoint_code is not null
    union all
    select
        customer_id,
        (journey_number + len(passed))::integer,
        (step_number - case when is_late then own.early_step_count else 0 end)::integer,
        touchpoint_code,
        case when not is_cut_off then next_touchpoint_code end,
        occurred_at,
        case when not is_cut_off then milliseconds_to_next end,
        goal_rank,
        event_key,
        event_kind_id,
        session_started_ms,
    from cut
)

select
    placed.* exclude (session_started_ms),
    kinds.channel_code,
from placed
inner join core.event_kinds as kinds using (event_kind_id)
where kinds.channel_template is null
union all
select
    placed.* exclude (session_started_ms),
    channels.channel_code,
from placed
inner join core.event_kinds as kinds using (event_kind_id)
left join core.session_spans as sessions using (customer_id, session_started_ms)
left join core.event_kinds as traffic on sessions.traffic_event_kind_id = traffic.event_kind_id
inner join core.session_channels as channels
    on kinds.channel_template = channels.channel_template
    and channels.default_channel_group
    = coalesce(traffic.default_channel_group, case when sessions.is_digital then 'Direct' else 'Unassigned' end)
