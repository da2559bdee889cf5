-- one row per slice of marts.slices and pair of touchpoints that follow one another in its journeys
-- key: slice_kind, slice, from_touchpoint, to_touchpoint
-- scope: all
-- nullable: to_touchpoint, typical_seconds
-- kind: view
-- Where to_touchpoint is null the journeys end at this step. The typical wait is the geometric mean.
select
    counts.slice_kind,
    counts.slice,
    from_names.touchpoint as from_touchpoint,
    to_names.touchpoint as to_touchpoint,
    counts.transition_count,
    counts.customer_count,
    case
        when counts.to_touchpoint_code is not null
            then (power(2, counts.wait_log_sum / 1024 / counts.transition_count) - 1) / 1000
    end as typical_seconds,
from core.slice_step_counts as counts
inner join marts.slices as slices using (slice_kind, slice)
inner join core.touchpoint_names as from_names on counts.from_touchpoint_code = from_names.touchpoint_code
left join core.touchpoint_names as to_names on counts.to_touchpoint_code = to_names.touchpoint_code
