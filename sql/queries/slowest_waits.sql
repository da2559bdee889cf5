-- Between which touchpoints do many customers wait long? Only ways that at least one journey in a hundred takes.
select
    from_touchpoint,
    to_touchpoint,
    journey_count,
    median_seconds / 3600 as median_hours,
    p90_seconds / 3600 as p90_hours,
    median_seconds * transition_count / 86400 as days_waited_in_total,
from marts.transitions
where journey_count >= 0.01 * (select count(*) from core.journeys)
order by days_waited_in_total desc, from_touchpoint, to_touchpoint
limit 20
