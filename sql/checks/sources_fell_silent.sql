-- Which sources have sent no event for a week before the end of observation, though others did?
-- on rows: warn
select
    health.source,
    health.latest_occurred_at,
from marts.source_health as health
cross join core.observation as observation
where health.latest_occurred_at < observation.as_of - interval 7 days
