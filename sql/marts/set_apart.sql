-- one row per source and reason for which events are counted and in no journey
-- key: source, set_apart_reason
select
    counts.source,
    counts.set_apart_reason,
    counts.event_count,
    counts.customer_count,
    counts.event_count / health.event_count as event_share,
from core.set_apart_counts as counts
inner join marts.source_health as health using (source)
