-- one row per journey, touchpoint and channel met in it
-- key: customer_id, journey_index, touchpoint_code, channel_code
-- scope: customer
select
    customer_id,
    journey_index,
    touchpoint_code,
    channel_code,
    count(*) as step_count,
    sum(milliseconds_to_next)::bigint as wait_milliseconds,
from core.steps
group by all
