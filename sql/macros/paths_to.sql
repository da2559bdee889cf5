-- How customers come to a touchpoint: one row per path up to its first visit in a journey.
--
--     from paths_to('Order placed');
--     from paths_to('Order placed', steps_back := 3);
--
-- Paths shorter than asked for begin with the journey (is_whole); shares are of all journeys that reach the touchpoint.
create or replace macro paths_to(end_touchpoint, steps_back := 5) as table
    with visits as (
        select
            journey_id,
            min(step_index) as first_step_index,
        from core.journey_steps
        where touchpoint = end_touchpoint
        group by journey_id
    ),

    paths as (
        select
            journey_id,
            list(steps.touchpoint order by steps.step_index) as touchpoints,
            min(steps.step_index) = 1 as is_whole,
        from visits
        inner join core.journey_steps as steps using (journey_id)
        where steps.step_index between visits.first_step_index - steps_back and visits.first_step_index
        group by journey_id
    )

    select
        touchpoints,
        is_whole,
        count(*) as journey_count,
        count(*) / sum(count(*)) over () as journey_share,
    from paths
    group by all
    order by journey_count desc, touchpoints, is_whole
