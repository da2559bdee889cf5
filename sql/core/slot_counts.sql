-- one row per quarter of an hour and source
-- key: slot_at, source
-- Every time zone is a whole number of quarters from UTC, so any zone's days are sums of these.
select
    time_bucket(interval 15 minute, events.occurred_at) as slot_at,
    kinds.source,
    count(*) as event_count,
from core.event_rows as events
inner join core.event_kinds as kinds using (event_kind_id)
group by all
