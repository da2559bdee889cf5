-- one row per source and reason for which events are in no journey
-- key: source, set_apart_reason
-- scope: additive
select
    kinds.source,
    events.set_apart_reason,
    count(*) as event_count,
    count(distinct events.customer_id) as customer_count,
from core.set_apart as events
inner join core.event_kinds as kinds using (event_kind_id)
group by kinds.source, events.set_apart_reason
