-- Do journeys through more channels convert more often? Longer journeys meet more channels: see the steps beside.
with journeys as (
    select
        steps.journey_id,
        count(distinct steps.channel) as channel_count,
        any_value(journeys.status) as status,
        any_value(journeys.step_count) as step_count,
    from core.journey_steps as steps
    inner join core.journeys as journeys using (journey_id)
    group by steps.journey_id
)

select
    channel_count,
    count(*) as journey_count,
    count(*) filter (status = 'converted') / nullif(count(*) filter (status <> 'open'), 0) as conversion_share_of_ended,
    median(step_count) as median_step_count,
from journeys
group by channel_count
order by channel_count
