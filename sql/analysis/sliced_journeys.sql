-- one row per slice of the journeys and journey in it: all of them, the slices of marts.slices, and segments
-- key: slice_kind, slice, customer_id, journey_index
-- kind: scaffold
-- Segments are results, so what is counted of them is counted after the marts.
select
    'all' as slice_kind,
    'all' as slice,
    customer_id,
    journey_index,
from core.journeys
union all
select
    members.slice_kind,
    members.slice,
    members.customer_id,
    members.journey_index,
from core.journey_slices as members
inner join marts.slices as slices using (slice_kind, slice)
union all
select
    'segment',
    members.segment_id,
    journeys.customer_id,
    journeys.journey_index,
from core.journeys as journeys
inner join analysis.segment_members as members using (customer_id)
where members.segment_id is not null
