-- one row per step of journeys, touchpoint at it and touchpoint after it, of the first ten steps
-- key: step_index, from_touchpoint, to_touchpoint, end_status
-- nullable: to_touchpoint, end_status
-- kind: view
-- What the path explorer shows at most; marts.path_links has all steps.
select
    step_index,
    from_touchpoint,
    to_touchpoint,
    end_status,
    journey_count,
from marts.path_links
where step_index <= 10
