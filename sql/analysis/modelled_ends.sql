-- one row per slice that models are wished of and touchpoint at which a journey of it begins or ends
-- key: slice_kind, slice, touchpoint
-- kind: scaffold
with ends as (
    select
        journeys.slice_kind,
        journeys.slice,
        unnest([
            {code: paths.touchpoint_codes[1], is_start: true},
            {code: paths.touchpoint_codes[-1], is_start: false}
        ], recursive := true),
    from core.journey_paths as paths
    inner join analysis.modelled_journeys as journeys using (customer_id, journey_index)
)

select
    ends.slice_kind,
    ends.slice,
    names.touchpoint,
    count(*) filter (ends.is_start) as started_count,
    count(*) filter (not ends.is_start) as ended_count,
from ends
inner join core.touchpoint_names as names on ends.code = names.touchpoint_code
group by ends.slice_kind, ends.slice, names.touchpoint
