-- What the exported events concern, each once, with the customer it belongs to and when it was first seen.
select
    'customer-' || customer_id as object_id,
    'customer' as object_type,
    null as owner_id,
    min(occurred_at) as first_seen_at,
from exported_events
group by customer_id
union all
select
    'session-' || session_id,
    'session',
    'customer-' || min(customer_id),
    min(occurred_at),
from exported_events
where session_id is not null
group by session_id
union all
select
    record_id,
    min(record_type),
    'customer-' || min(customer_id),
    min(occurred_at),
from exported_events
where record_id is not null
group by record_id
order by object_type, object_id
