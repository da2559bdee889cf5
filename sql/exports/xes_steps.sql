-- The steps of all journeys, journey by journey: what `journeymine export xes` writes.
select
    journeys.journey_id,
    journeys.customer_id,
    journeys.status,
    journeys.goal,
    names.touchpoint,
    steps.occurred_at,
    names.stage,
    channels.channel,
    channels.channel_kind,
from core.steps as steps
inner join core.journeys as journeys using (customer_id, journey_index)
inner join core.touchpoint_names as names using (touchpoint_code)
left join core.channels as channels on steps.channel_code = channels.channel_code
order by steps.customer_id, steps.journey_index, steps.step_index
