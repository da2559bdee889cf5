-- one row per journey, stage and channel met in it
-- key: customer_id, journey_index, stage_code, channel_code
-- scope: customer
select
    steps.customer_id,
    steps.journey_index,
    names.stage_code,
    steps.channel_code,
    count(*) as step_count,
    sum(steps.milliseconds_to_next)::bigint as wait_milliseconds,
from core.steps as steps
inner join core.touchpoint_names as names using (touchpoint_code)
group by all
