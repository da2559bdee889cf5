-- one row per source
-- key: source
-- Of a file that has grown the lines are counted once, in its longest version.
with files as (
    select
        source,
        count(*) as file_count,
        sum(line_count)::bigint as line_count,
        sum(loaded_count)::bigint as loaded_count,
        sum(rejected_count)::bigint as rejected_count,
        max(landed_at) as latest_landed_at,
    from raw.files
    where grown_into is null
    group by source
),

events as (
    select
        kinds.source,
        sum(counts.event_count)::bigint as event_count,
        sum(counts.duplicate_count)::bigint as duplicate_count,
        sum(counts.conflict_count)::bigint as conflict_count,
        max(counts.latest_occurred_at) as latest_occurred_at,
        coalesce(sum(counts.event_count) filter (kinds.rule_index is null), 0)::bigint as unmapped_event_count,
        coalesce(sum(counts.event_count) filter (kinds.is_ignored), 0)::bigint as ignored_event_count,
    from core.event_kind_counts as counts
    inner join core.event_kinds as kinds using (event_kind_id)
    group by kinds.source
)

select
    coalesce(files.source, events.source) as source,
    files.file_count,
    files.line_count,
    files.loaded_count,
    files.rejected_count,
    files.latest_landed_at,
    coalesce(events.event_count, 0) as event_count,
    coalesce(events.duplicate_count, 0) as duplicate_count,
    coalesce(events.conflict_count, 0) as conflict_count,
    coalesce(events.unmapped_event_count, 0) as unmapped_event_count,
    coalesce(events.ignored_event_count, 0) as ignored_event_count,
    events.latest_occurred_at,
from files
full join events on files.source = events.source
