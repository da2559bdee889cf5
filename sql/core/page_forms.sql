-- one row per page of a session on which a form was begun
-- key: customer_id, session_started_ms, page_code
-- scope: customer
-- A form is abandoned that is not sent from the page later in the session.
select
    events.customer_id,
    events.session_started_ms,
    kinds.page_code,
    coalesce(
        max(events.event_index) filter (kinds.is_form_submit)
        < min(events.event_index) filter (kinds.is_form_start), true
    ) as is_abandoned,
from core.customer_events as events
inner join core.kind_roles as kinds using (event_kind_id)
where
    (kinds.is_form_start or kinds.is_form_submit)
    and kinds.page_code is not null
    and events.session_started_ms is not null
group by events.customer_id, events.session_started_ms, kinds.page_code
having count(*) filter (kinds.is_form_start) > 0
