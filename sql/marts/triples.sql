-- one row per three touchpoints that follow one another within a journey
-- key: from_touchpoint, via_touchpoint, to_touchpoint
-- scope: all
-- kind: view
-- There and straight back is a triple whose ends are alike.
select
    from_names.touchpoint as from_touchpoint,
    via_names.touchpoint as via_touchpoint,
    to_names.touchpoint as to_touchpoint,
    counts.triple_count,
from core.triple_counts as counts
inner join core.touchpoint_names as from_names on counts.from_touchpoint_code = from_names.touchpoint_code
inner join core.touchpoint_names as via_names on counts.via_touchpoint_code = via_names.touchpoint_code
inner join core.touchpoint_names as to_names on counts.to_touchpoint_code = to_names.touchpoint_code
