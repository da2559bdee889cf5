-- How many journeys pass touchpoints in the order given, other touchpoints in between allowed: one row per step.
--
--     from funnel(['Product page', 'Cart', 'Order placed']);
--
-- reached_share is of all journeys, continued_share of those that reached the step before (of all, for the first).
create or replace macro funnel(wanted_touchpoints) as table
    with recursive reached as (
        select
            0 as funnel_index,
            journey_id,
            0 as step_index,
        from core.journeys
        union all
        select
            reached.funnel_index + 1,
            reached.journey_id,
            min(steps.step_index),
        from reached
        inner join core.journey_steps as steps
            on reached.journey_id = steps.journey_id and reached.step_index < steps.step_index
        where steps.touchpoint = wanted_touchpoints[reached.funnel_index + 1]
        group by all
    ),

    steps as (
        select generate_subscripts(wanted_touchpoints, 1) as step_index
    ),

    counts as (
        select
            steps.step_index,
            count(reached.journey_id) filter (reached.funnel_index = steps.step_index) as journey_count,
            count(reached.journey_id) filter (reached.funnel_index = 0) as all_count,
        from steps
        left join reached on reached.funnel_index in (0, steps.step_index)
        group by all
    )

    select
        step_index,
        wanted_touchpoints[step_index] as touchpoint,
        journey_count,
        journey_count / nullif(all_count, 0) as reached_share,
        journey_count / nullif(lag(journey_count, 1, all_count) over (order by step_index), 0) as continued_share,
    from counts
    order by step_index
