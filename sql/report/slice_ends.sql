-- one row per slice of the journeys and touchpoint at which journeys of it ended, or stand while still open
-- key: slice_kind, slice, touchpoint
select
    slices.slice_kind,
    slices.slice,
    names.touchpoint,
    count(*) filter (journeys.status = 'abandoned') as drop_off_count,
    count(*) filter (journeys.status = 'open') as still_open_count,
from analysis.sliced_journeys as slices
inner join core.journeys as journeys using (customer_id, journey_index)
inner join core.touchpoint_names as names on journeys.last_touchpoint_code = names.touchpoint_code
where journeys.status <> 'converted' and slices.slice_kind <> 'all'
group by slices.slice_kind, slices.slice, names.touchpoint
