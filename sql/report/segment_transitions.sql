-- one row per segment and pair of touchpoints that follow one another in its customers' journeys
-- key: slice_kind, slice, from_touchpoint, to_touchpoint
-- nullable: to_touchpoint, median_seconds, p90_seconds
-- As marts.slice_transitions; waits are exact.
select
    'segment' as slice_kind,
    members.segment_id as slice,
    from_names.touchpoint as from_touchpoint,
    to_names.touchpoint as to_touchpoint,
    count(*) as transition_count,
    count(distinct steps.customer_id) as customer_count,
    quantile_cont(steps.milliseconds_to_next, 0.5) / 1000 as median_seconds,
    quantile_cont(steps.milliseconds_to_next, 0.9) / 1000 as p90_seconds,
from core.steps as steps
inner join analysis.segment_members as members using (customer_id)
inner join core.touchpoint_names as from_names on steps.touchpoint_code = from_names.touchpoint_code
left join core.touchpoint_names as to_names on steps.next_touchpoint_code = to_names.touchpoint_code
where members.segment_id is not null
group by members.segment_id, from_names.touchpoint, to_names.touchpoint
