-- one row per session: acts of a customer with no gap of the set length (30 minutes) between them
-- key: session_id
-- scope: customer
-- What the company does (an e-mail sent) neither opens nor prolongs a session. Activity longer than the cap is cut.
with sessions as (
    select
        events.customer_id,
        events.session_started_ms,
        min(events.occurred_at) as started_at,
        max(events.occurred_at) as ended_at,
        count(*) as event_count,
        count(events.touchpoint_code) as step_count,
        arg_min(kinds.default_channel_group, events.event_index) as default_channel_group,
        arg_min(kinds.device, events.event_index) as device,
        bool_or(kinds.is_digital) as is_digital,
    from core.customer_events as events
    inner join core.event_kinds as kinds using (event_kind_id)
    where events.session_started_ms is not null
    group by events.customer_id, events.session_started_ms
)

select
    customer_id || '-' || session_started_ms as session_id,
    customer_id,
    session_started_ms,
    started_at,
    ended_at,
    event_count,
    step_count,
    coalesce(default_channel_group, case when is_digital then 'Direct' end) as default_channel_group,
    device,
from sessions
