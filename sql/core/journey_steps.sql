-- one row per step of a journey
-- key: journey_id, step_index
-- kind: view
select
    steps.customer_id || '-' || steps.journey_index as journey_id,
    steps.step_index,
    steps.customer_id,
    touchpoints.touchpoint,
    touchpoints.stage,
    channels.channel,
    channels.channel_kind,
    steps.occurred_at,
    next_touchpoints.touchpoint as next_touchpoint,
    steps.milliseconds_to_next / 1000 as seconds_to_next,
    steps.event_key,
from core.steps as steps
inner join core.touchpoint_names as touchpoints using (touchpoint_code)
left join core.channels as channels using (channel_code)
left join core.touchpoint_names as next_touchpoints on steps.next_touchpoint_code = next_touchpoints.touchpoint_code
