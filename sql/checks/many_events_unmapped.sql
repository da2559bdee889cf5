-- Of which sources do no touchpoint rules match more than one event in five?
-- on rows: warn
select
    source,
    unmapped_event_count,
    event_count,
from marts.source_health
where unmapped_event_count > 0.2 * event_count
