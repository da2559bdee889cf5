-- Where do customers begin, and how do their first journeys end?
select
    steps.touchpoint as first_touchpoint,
    count(*) as customer_count,
    count(*) filter (journeys.status = 'converted') as converted_count,
    converted_count / nullif(count(*) filter (journeys.status <> 'open'), 0) as conversion_share_of_ended,
    median(journeys.step_count) as median_step_count,
from core.journeys as journeys
inner join core.journey_steps as steps using (journey_id)
where journeys.journey_index = 1 and steps.step_index = 1
group by steps.touchpoint
order by customer_count desc, first_touchpoint
limit 20
