-- one row per journey that is open at one night's as_of and abandoned at the other's
-- when core.observation changes
select journeys.customer_id
from last_night.core.journeys as journeys
cross join night.core.observation as observation
cross join night.seed.windows as windows
where
    journeys.status <> 'converted'
    and (journeys.status = 'open')
    <> (epoch_ms(observation.as_of) - epoch_ms(journeys.ended_at) < windows.journey_gap_milliseconds)
