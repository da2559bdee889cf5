-- one row per slice, two touchpoints that follow one another within its journeys, and bin of the wait between them
-- key: slice_kind, slice, from_touchpoint_code, to_touchpoint_code, wait_bin
-- scope: additive
-- Bins as in core.transition_bins. Counted by numbers of slices, which are read faster than their names.
with numbered as (
    select
        slice_kind,
        slice,
        (row_number() over (order by slice_kind, slice))::integer as slice_number,
    from (select distinct slice_kind, slice from core.journey_slices)
),

journey_slices as (
    select
        slices.customer_id,
        slices.journey_index,
        numbered.slice_number,
    from core.journey_slices as slices
    inner join numbered using (slice_kind, slice)
),

counts as (
    select
        slices.slice_number,
        steps.touchpoint_code as from_touchpoint_code,
        steps.next_touchpoint_code as to_touchpoint_code,
        floor(log2(steps.milliseconds_to_next + 1) * 8)::smallint as wait_bin,
        count(*) as transition_count,
    from core.steps as steps
    inner join journey_slices as slices using (customer_id, journey_index)
    where steps.next_touchpoint_code is not null
    group by all
)

select
    numbered.slice_kind,
    numbered.slice,
    counts.from_touchpoint_code,
    counts.to_touchpoint_code,
    counts.wait_bin,
    counts.transition_count,
from counts
inner join numbered using (slice_number)
