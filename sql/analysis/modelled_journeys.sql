-- one row per slice that models are wished of and journey in it
-- key: slice_kind, slice, customer_id, journey_index
-- kind: scaffold
select
    slices.slice_kind,
    slices.slice,
    slices.customer_id,
    slices.journey_index,
from analysis.sliced_journeys as slices
inner join seed.model_slices as wished using (slice_kind, slice)
