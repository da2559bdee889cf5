-- Which files have more or fewer lines than were loaded and rejected together?
-- on rows: stop
select
    source,
    file_name,
    line_count - header_count as expected_count,
    loaded_count + rejected_count as counted_count,
from raw.files
where line_count - header_count <> loaded_count + rejected_count
