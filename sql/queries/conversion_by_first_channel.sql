-- How do journeys end, by the channel they began in? Open ones may still convert, so they are left out of the share.
select
    steps.channel as first_channel,
    count(*) as journey_count,
    count(*) filter (journeys.status = 'converted') as converted_count,
    count(*) filter (journeys.status = 'open') as open_count,
    converted_count / nullif(journey_count - open_count, 0) as conversion_share_of_ended,
    median(journeys.step_count) filter (journeys.status = 'converted') as median_steps_to_goal,
from core.journeys as journeys
inner join core.journey_steps as steps using (journey_id)
where steps.step_index = 1
group by steps.channel
order by journey_count desc, first_channel
