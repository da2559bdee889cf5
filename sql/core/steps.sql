-- one row per step of a journey: an event of a customer that is a touchpoint
-- key: customer_id, journey_index, step_index
-- scope: customer
with cuts as (
    select
        customer_id,
        list({journey_number: journey_number, cut_ms: cut_ms, early_step_count: early_step_count}) as cuts,
    from core.journey_cuts
    group by customer_id
),

steps as (
    select
        events.*,
        epoch_ms(events.occurred_at) as occurred_ms,
        cuts.cuts,
        list_filter(cuts.cuts, lambda cut: cut.journey_number = events.journey_number)[1] as cut,
    from core.customer_events as events
    left join cuts using (customer_id)
    where events.touchpoint_code is not null
),

placed as (
    select
        *,
        cut is not null and occurred_ms >= cut.cut_ms as is_after_cut,
        cut is not null and occurred_ms < cut.cut_ms and occurred_ms + milliseconds_to_next >= cut.cut_ms as is_cut_off,
    from steps
)

select
    placed.customer_id,
    (
        placed.journey_number
        + coalesce(len(list_filter(placed.cuts, lambda each: each.journey_number < placed.journey_number)), 0)
        + placed.is_after_cut::integer
    )::integer as journey_index,
    case
        when placed.is_after_cut then placed.step_number - placed.cut.early_step_count else placed.step_number
    end::integer as step_index,
    placed.touchpoint_code,
    case when not placed.is_cut_off then placed.next_touchpoint_code end as next_touchpoint_code,
    placed.occurred_at,
    case when not placed.is_cut_off then placed.milliseconds_to_next end as milliseconds_to_next,
    coalesce(kinds.channel_code, session_channels.channel_code) as channel_code,
    placed.goal_rank,
    placed.event_key,
    placed.event_kind_id,
    placed.session_started_ms,
from placed
inner join core.event_kinds as kinds using (event_kind_id)
left join core.sessions as sessions
    on placed.customer_id = sessions.customer_id
    and sessions.session_started_ms = case when kinds.channel_template is not null then placed.session_started_ms end
left join core.session_channels as session_channels
    on kinds.channel_template = session_channels.channel_template
    and coalesce(sessions.default_channel_group, 'Unassigned') = session_channels.default_channel_group
