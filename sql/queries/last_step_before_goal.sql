-- What do customers do right before they reach a goal, and how long before?
select
    journeys.goal,
    steps.touchpoint as touchpoint_before,
    count(*) as journey_count,
    count(*) / sum(count(*)) over (partition by journeys.goal) as journey_share,
    median(steps.seconds_to_next) / 60 as median_minutes_before,
from core.journeys as journeys
inner join core.journey_steps as steps
    on journeys.journey_id = steps.journey_id and journeys.step_count - 1 = steps.step_index
where journeys.status = 'converted'
group by journeys.goal, steps.touchpoint
order by journey_count desc, goal, touchpoint_before
limit 20
