-- one row per slice, two touchpoints that follow one another within its journeys, and bin of the wait between them
-- key: slice_kind, slice, from_touchpoint_code, to_touchpoint_code, wait_bin
-- scope: additive
-- Bins as in core.transition_bins.
select
    slices.slice_kind,
    slices.slice,
    steps.touchpoint_code as from_touchpoint_code,
    steps.next_touchpoint_code as to_touchpoint_code,
    floor(log2(steps.milliseconds_to_next + 1) * 8)::smallint as wait_bin,
    count(*) as transition_count,
from core.steps as steps
inner join core.journey_slices as slices using (customer_id, journey_index)
where steps.next_touchpoint_code is not null
group by all
