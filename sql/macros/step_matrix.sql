-- What happens around a touchpoint: one row per touchpoint and place before or after its first visit in a journey.
--
--     from step_matrix('Cart');
--     from step_matrix('Cart', steps_back := 3, steps_ahead := 3);
--
-- The anchor stands at step_offset 0. Shares are of all journeys that come to it; those not yet begun, or at their end,
-- are rows without a touchpoint, by how they ended, so that the shares of each place add up to 1.
create or replace macro step_matrix(anchor_touchpoint, steps_back := 5, steps_ahead := 5) as table
    with anchors as (
        select
            journey_id,
            min(step_index) as anchor_index,
        from core.journey_steps
        where touchpoint = anchor_touchpoint
        group by journey_id
    ),

    places as (
        select
            anchors.journey_id,
            anchors.anchor_index + offsets.step_offset as step_index,
            offsets.step_offset,
        from anchors
        cross join (select unnest(generate_series(-steps_back, steps_ahead)) as step_offset) as offsets
    ),

    counts as (
        select
            places.step_offset,
            steps.touchpoint,
            case
                when steps.touchpoint is not null then null
                when places.step_offset < 0 then 'not begun'
                else journeys.status
            end as end_status,
            count(*) as journey_count,
        from places
        inner join core.journeys as journeys using (journey_id)
        left join core.journey_steps as steps
            on places.journey_id = steps.journey_id and places.step_index = steps.step_index
        group by all
    )

    select
        step_offset,
        touchpoint,
        end_status,
        journey_count,
        journey_count / sum(journey_count) over (partition by step_offset) as journey_share,
    from counts
    order by step_offset, journey_count desc, touchpoint, end_status
