-- one row per slice of the journeys
-- key: slice_kind, slice
-- scope: additive
select
    slices.slice_kind,
    slices.slice,
    count(*) as journey_count,
    count(*) filter (journeys.status = 'converted') as converted_count,
    count(distinct slices.customer_id) as customer_count,
from core.journey_slices as slices
inner join core.journeys as journeys using (customer_id, journey_index)
group by slices.slice_kind, slices.slice
