-- one row per step of journeys, touchpoint at it and touchpoint after it
-- key: step_index, from_touchpoint_code, to_touchpoint_code, end_status
-- scope: additive
-- nullable: to_touchpoint_code, end_status
-- At a journey's last step there is no touchpoint after it, and end_status says how the journey ended.
select
    step_index,
    touchpoint_code as from_touchpoint_code,
    next_touchpoint_code as to_touchpoint_code,
    null::varchar as end_status,
    count(*) as journey_count,
from core.steps
where next_touchpoint_code is not null
group by all
union all
select
    step_count::integer,
    last_touchpoint_code,
    null,
    status,
    count(*),
from core.journeys
group by all
