-- Of which files are the rows loaded and rejected not all its lines, or not as many rejected rows kept as counted?
-- on rows: stop
with files as (
    select
        source,
        file_hash,
        any_value(file_name) as file_name,
        sum(line_count - header_count)::bigint as expected_count,
        sum(loaded_count + rejected_count)::bigint as counted_count,
        sum(rejected_count)::bigint as rejected_count,
    from raw.files
    where grown_into is null
    group by source, file_hash
),

kept as (
    select
        source,
        file_hash,
        count(*) as kept_count,
    from raw.rejected
    group by source, file_hash
)

select
    files.source,
    files.file_name,
    files.expected_count,
    files.counted_count,
    files.rejected_count,
    coalesce(kept.kept_count, 0) as kept_count,
from files
left join kept using (source, file_hash)
where files.expected_count <> files.counted_count or files.rejected_count <> coalesce(kept.kept_count, 0)
