-- one row per source and event name that no touchpoint rule matches
-- key: source, event_name
-- nullable: event_name
select
    kinds.source,
    kinds.event_name,
    sum(counts.event_count)::bigint as event_count,
from core.event_kind_counts as counts
inner join core.event_kinds as kinds using (event_kind_id)
where kinds.rule_index is null
group by all
