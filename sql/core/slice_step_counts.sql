-- one row per slice, touchpoint and touchpoint after it within a journey
-- key: slice_kind, slice, from_touchpoint_code, to_touchpoint_code
-- scope: additive
-- nullable: to_touchpoint_code
-- At a journey's last step there is no touchpoint after it.
select
    slices.slice_kind,
    slices.slice,
    steps.touchpoint_code as from_touchpoint_code,
    steps.next_touchpoint_code as to_touchpoint_code,
    count(*) as transition_count,
    count(distinct steps.customer_id) as customer_count,
from core.steps as steps
inner join core.journey_slices as slices using (customer_id, journey_index)
group by slices.slice_kind, slices.slice, steps.touchpoint_code, steps.next_touchpoint_code
