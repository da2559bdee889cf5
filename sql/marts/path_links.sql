-- one row per step of journeys, touchpoint at it and touchpoint after it
-- key: step_index, from_touchpoint, to_touchpoint, end_status
-- nullable: to_touchpoint, end_status
-- Where to_touchpoint is null the journey ends at this step, and end_status says how.
select
    counts.step_index,
    from_names.touchpoint as from_touchpoint,
    to_names.touchpoint as to_touchpoint,
    counts.end_status,
    counts.journey_count,
from core.path_link_counts as counts
inner join core.touchpoint_names as from_names on counts.from_touchpoint_code = from_names.touchpoint_code
left join core.touchpoint_names as to_names on counts.to_touchpoint_code = to_names.touchpoint_code
