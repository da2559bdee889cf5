-- one row per touchpoint and the other that journeys go to and at once return from: A, B, A
-- key: touchpoint, other_touchpoint
select
    names.touchpoint,
    other_names.touchpoint as other_touchpoint,
    counts.ping_pong_count,
    counts.journey_count,
    counts.customer_count,
from core.ping_pong_counts as counts
inner join core.touchpoint_names as names using (touchpoint_code)
inner join core.touchpoint_names as other_names on counts.other_touchpoint_code = other_names.touchpoint_code
