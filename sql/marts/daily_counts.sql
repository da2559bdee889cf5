-- one row per day of the project's time zone and source
-- key: day, source
-- nullable: source
-- Journeys begin and convert in no single source: they are counted in rows of their own, where source is null.
with events as (
    select
        (slots.slot_at at time zone 'UTC' at time zone windows.timezone)::date as day,
        slots.source,
        sum(slots.event_count)::bigint as event_count,
    from core.slot_counts as slots
    cross join seed.windows as windows
    group by all
),

journey_slots as (
    select
        time_bucket(interval 15 minute, started_at) as slot_at,
        count(*) as journey_started_count,
        0 as converted_count,
    from core.journeys
    group by all
    union all
    select
        time_bucket(interval 15 minute, ended_at),
        0,
        count(*),
    from core.journeys
    where status = 'converted'
    group by all
),

journeys as (
    select
        (slots.slot_at at time zone 'UTC' at time zone windows.timezone)::date as day,
        sum(slots.journey_started_count)::bigint as journey_started_count,
        sum(slots.converted_count)::bigint as converted_count,
    from journey_slots as slots
    cross join seed.windows as windows
    group by all
)

select
    day,
    source,
    event_count,
    0::bigint as journey_started_count,
    0::bigint as converted_count,
from events
union all
select
    day,
    null,
    0,
    journey_started_count,
    converted_count,
from journeys
