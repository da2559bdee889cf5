-- one row per kind of event
-- key: event_kind_id
-- Of all events kept, whether or not they lead to a customer.
select
    event_kind_id,
    count(*) as event_count,
    max(occurred_at) as latest_occurred_at,
    sum(copy_count - 1)::bigint as duplicate_count,
    count(*) filter (has_conflict) as conflict_count,
from core.event_rows
group by event_kind_id
