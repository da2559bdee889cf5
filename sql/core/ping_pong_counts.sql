-- one row per touchpoint A and other touchpoint B that journeys go to and at once return from: A, B, A
-- key: touchpoint_code, other_touchpoint_code
-- scope: additive
select
    touchpoint_code,
    other_touchpoint_code,
    count(*) as ping_pong_count,
    count(distinct customer_id || '-' || journey_index) as journey_count,
    count(distinct customer_id) as customer_count,
from core.turns
group by all
