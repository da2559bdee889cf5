-- one row per step of a customer whose paths are drawn
-- key: customer_id, step_position
-- kind: scaffold
-- nullable: session_started_ms, channel, product, business_unit, goal
with goals as (
    select distinct
        goal_rank,
        goal,
    from seed.goals
)

select
    steps.customer_id,
    row_number() over (partition by steps.customer_id order by steps.journey_index, steps.step_index) as step_position,
    steps.journey_index,
    steps.occurred_at,
    acts.session_started_ms,
    names.touchpoint,
    channels.channel,
    nullif(kinds.product, '') as product,
    nullif(kinds.business_unit, '') as business_unit,
    goals.goal,
    journeys.status,
from core.steps as steps
inner join analysis.drawn_customers using (customer_id)
inner join core.journeys as journeys using (customer_id, journey_index)
inner join core.customer_events as acts using (event_key)
inner join core.event_kinds as kinds on steps.event_kind_id = kinds.event_kind_id
inner join core.touchpoint_names as names on steps.touchpoint_code = names.touchpoint_code
left join core.channels as channels on steps.channel_code = channels.channel_code
left join goals on steps.goal_rank = goals.goal_rank
