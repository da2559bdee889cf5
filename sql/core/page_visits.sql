-- one row per page a customer came to in a session: events on it one after another are one visit
-- key: event_key
-- scope: customer
-- event_key is of the first step on the page. Milliseconds to the next page are null where the session ends here.
with seen as (
    select
        events.customer_id,
        events.session_started_ms,
        events.event_index,
        events.event_key,
        events.touchpoint_code,
        events.occurred_at,
        kinds.page_code,
        lag(kinds.page_code) over visits as before_page_code,
    from core.customer_events as events
    inner join core.kind_roles as kinds using (event_kind_id)
    where kinds.page_code is not null and events.touchpoint_code is not null and events.session_started_ms is not null
    window visits as (partition by events.customer_id, events.session_started_ms order by events.event_index)
)

select
    customer_id,
    event_key,
    event_index,
    page_code,
    touchpoint_code,
    occurred_at,
    before_page_code,
    lead(page_code) over pages as after_page_code,
    epoch_ms(lead(occurred_at) over pages) - epoch_ms(occurred_at) as milliseconds_to_next_page,
from seen
where page_code is distinct from before_page_code
window pages as (partition by customer_id, session_started_ms order by event_index)
