-- one row per stage and channel
-- key: stage_code, channel_code
-- scope: additive
select
    stage_code,
    channel_code,
    sum(step_count)::bigint as step_count,
    count(distinct customer_id) as customer_count,
    count(*) as journey_count,
from core.journey_stages
group by stage_code, channel_code
