-- Of which files that are new since the last night was more than one row in twenty rejected?
-- on rows: warn
select
    source,
    file_name,
    rejected_count,
    loaded_count,
from raw.files
where
    grown_into is null
    and rejected_count > 0.05 * (loaded_count + rejected_count)
    and landed_at > coalesce(
        (select arg_max(runs.started_at, runs.night_id) from meta.runs as runs),
        '-infinity'::timestamp
    )
