-- one row per week (from Monday, UTC) and channel, and one per week for all channels together
-- key: week_date, channel_code
-- nullable: channel_code
-- scope: additive
select
    date_trunc('week', occurred_at)::date as week_date,
    channel_code,
    count(*) as step_count,
    count(distinct customer_id) as customer_count,
from core.steps
group by grouping sets ((week_date, channel_code), (week_date))
