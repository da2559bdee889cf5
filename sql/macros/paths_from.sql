-- What customers do after a touchpoint: one row per path from its first visit in a journey, and how the path ended.
--
--     from paths_from('Cart');
--     from paths_from('Cart', steps_ahead := 3);
--
-- end_status is null where the journey goes on beyond the steps shown; shares are of all journeys that pass there.
create or replace macro paths_from(start_touchpoint, steps_ahead := 5) as table
    with visits as (
        select
            journey_id,
            min(step_index) as first_step_index,
        from core.journey_steps
        where touchpoint = start_touchpoint
        group by journey_id
    ),

    paths as (
        select
            journey_id,
            list(steps.touchpoint order by steps.step_index) as touchpoints,
            max(steps.step_index) as last_step_index,
        from visits
        inner join core.journey_steps as steps using (journey_id)
        where steps.step_index between visits.first_step_index and visits.first_step_index + steps_ahead
        group by journey_id
    )

    select
        paths.touchpoints,
        case when journeys.step_count = paths.last_step_index then journeys.status end as end_status,
        count(*) as journey_count,
        count(*) / sum(count(*)) over () as journey_share,
        count(*) filter (journeys.status = 'converted') / count(*) as conversion_share,
    from paths
    inner join core.journeys as journeys using (journey_id)
    group by all
    order by journey_count desc, touchpoints, end_status
