-- one row per build: the moment up to which journeys were observed
-- key: as_of
select coalesce(getvariable('as_of')::timestamp, max(occurred_at)) as as_of
from core.event_rows
