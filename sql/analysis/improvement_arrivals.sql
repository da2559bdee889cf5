-- one row per measured improvement, and journey that came to its place within its windows
-- key: improvement_index, customer_id, journey_index
-- kind: scaffold
-- A journey is of the window in which it came there first. is_met is what the measure asks, within the horizon: a goal,
-- neither a goal nor a step elsewhere as the last one, or friction there. A friction that is no step itself (most
-- clicks) is of whichever journeys of the customer came there within the horizon before it.
with arrivals as (
    select
        windows.improvement_index,
        steps.customer_id,
        steps.journey_index,
        min(steps.occurred_at) as arrived_at,
    from analysis.improvement_windows as windows
    inner join core.touchpoint_names as names
        on coalesce(names.touchpoint = windows.touchpoint, names.stage = windows.stage)
    inner join core.steps as steps using (touchpoint_code)
    where windows.effect_measure <> 'satisfaction'
    group by windows.improvement_index, steps.customer_id, steps.journey_index
),

goals as (
    select customer_id, journey_index, min(occurred_at) as goal_at
    from core.goal_steps
    group by customer_id, journey_index
),

lasts as (
    select
        arrivals.improvement_index,
        arrivals.customer_id,
        arrivals.journey_index,
        arg_max(names.touchpoint, steps.step_index) as last_touchpoint,
        arg_max(names.stage, steps.step_index) as last_stage,
    from arrivals
    inner join analysis.improvement_windows as windows using (improvement_index)
    inner join core.steps as steps using (customer_id, journey_index)
    inner join core.touchpoint_names as names using (touchpoint_code)
    where
        windows.effect_measure = 'drop_off'
        and steps.occurred_at <= arrivals.arrived_at + to_milliseconds(windows.horizon_milliseconds)
    group by arrivals.improvement_index, arrivals.customer_id, arrivals.journey_index
),

frictions as (
    select distinct
        arrivals.improvement_index,
        arrivals.customer_id,
        arrivals.journey_index,
    from arrivals
    inner join analysis.improvement_windows as windows using (improvement_index)
    inner join core.friction as friction
        on arrivals.customer_id = friction.customer_id
        and coalesce(arrivals.journey_index = friction.journey_index, true)
        and friction.occurred_at >= arrivals.arrived_at
        and friction.occurred_at <= arrivals.arrived_at + to_milliseconds(windows.horizon_milliseconds)
    inner join core.touchpoint_names as names
        on friction.touchpoint_code = names.touchpoint_code
        and coalesce(names.touchpoint = windows.touchpoint, names.stage = windows.stage)
    where windows.effect_measure = 'friction' and friction.friction_kind not in ('hesitation', 'long_wait')
)

select
    arrivals.improvement_index,
    arrivals.customer_id,
    arrivals.journey_index,
    arrivals.arrived_at >= windows.done_at as is_after,
    coalesce(
        case windows.effect_measure
            when 'friction' then frictions.customer_id is not null
            when 'conversion' then goals.goal_at <= arrivals.arrived_at + to_milliseconds(windows.horizon_milliseconds)
            else
                coalesce(lasts.last_touchpoint = windows.touchpoint, lasts.last_stage = windows.stage)
                and coalesce(goals.goal_at > arrivals.arrived_at + to_milliseconds(windows.horizon_milliseconds), true)
        end,
        false
    ) as is_met,
from arrivals
inner join analysis.improvement_windows as windows using (improvement_index)
left join goals using (customer_id, journey_index)
left join lasts using (improvement_index, customer_id, journey_index)
left join frictions using (improvement_index, customer_id, journey_index)
where arrivals.arrived_at >= windows.window_from_at and arrivals.arrived_at < windows.window_to_at
