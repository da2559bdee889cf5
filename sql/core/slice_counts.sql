-- one row per slice of the journeys
-- key: slice_kind, slice
-- scope: additive
select
    slice_kind,
    slice,
    count(*) as journey_count,
    count(*) filter (is_converted) as converted_count,
    count(distinct customer_id) as customer_count,
from core.journey_slices
group by slice_kind, slice
