-- one row per session: acts of a customer with no gap of the set length (30 minutes) between them
-- key: session_id
-- kind: view
-- Device is that of the session's first event; the channel group that of its first event that tells, else Direct where
-- pages or apps were used.
select
    spans.customer_id || '-' || spans.session_started_ms as session_id,
    spans.customer_id,
    spans.session_started_ms,
    spans.started_at,
    spans.ended_at,
    spans.event_count,
    spans.step_count,
    coalesce(traffic_kinds.default_channel_group, case when spans.is_digital then 'Direct' end)
        as default_channel_group,
    first_kinds.device,
from core.session_spans as spans
inner join core.event_kinds as first_kinds on spans.first_event_kind_id = first_kinds.event_kind_id
left join core.event_kinds as traffic_kinds on spans.traffic_event_kind_id = traffic_kinds.event_kind_id
