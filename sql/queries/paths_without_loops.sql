-- Which ways do most journeys take when a touchpoint repeated at once counts once, and how do they end?
with steps as (
    select
        journey_id,
        step_index,
        touchpoint,
        lag(touchpoint) over (partition by journey_id order by step_index) as previous_touchpoint,
    from core.journey_steps
),

paths as (
    select
        journey_id,
        list(touchpoint order by step_index) as touchpoints,
    from steps
    where touchpoint is distinct from previous_touchpoint
    group by journey_id
)

select
    array_to_string(paths.touchpoints, ' > ') as path,
    count(*) as journey_count,
    count(*) / sum(count(*)) over () as journey_share,
    count(*) filter (journeys.status = 'converted') as converted_count,
    median(date_diff('hour', journeys.started_at, journeys.ended_at)) as median_hours,
from paths
inner join core.journeys as journeys using (journey_id)
group by paths.touchpoints
order by journey_count desc, path
limit 20
