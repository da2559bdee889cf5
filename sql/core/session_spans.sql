-- one row per session: acts of a customer with no gap of the set length (30 minutes) between them
-- key: customer_id, session_started_ms
-- scope: customer
-- What the company does (an e-mail sent) neither opens nor prolongs a session. Activity longer than the cap is cut.
select
    events.customer_id,
    events.session_started_ms,
    min(events.occurred_at) as started_at,
    max(events.occurred_at) as ended_at,
    count(*) as event_count,
    count(events.touchpoint_code) as step_count,
    arg_min(events.event_kind_id, events.event_index) as first_event_kind_id,
    arg_min(case when kinds.default_channel_group is not null then events.event_kind_id end, events.event_index)
        as traffic_event_kind_id,
    bool_or(kinds.is_digital) as is_digital,
from core.customer_events as events
inner join core.event_kinds as kinds using (event_kind_id)
where events.session_started_ms is not null
group by events.customer_id, events.session_started_ms
