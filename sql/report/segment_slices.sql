-- one row per segment with a journey: a slice of the journeys like those of marts.slices
-- key: slice_kind, slice
select
    slices.slice_kind,
    slices.slice,
    count(*) as journey_count,
    count(*) filter (journeys.status = 'converted') as converted_count,
    count(distinct slices.customer_id) as customer_count,
    row_number() over (order by count(*) desc, slices.slice) as slice_rank,
from analysis.sliced_journeys as slices
inner join core.journeys as journeys using (customer_id, journey_index)
where slices.slice_kind = 'segment'
group by slices.slice_kind, slices.slice
