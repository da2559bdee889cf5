-- one row per week (from Monday, UTC) and channel; channel is null for all channels together
-- key: week_date, channel
-- nullable: channel
-- Of customers with at least one step in the week. The first and the last week may be observed in part (is_whole_week).
with spans as (
    select
        min(started_at) as observed_from_at,
        any_value(observation.as_of) as as_of,
    from core.journeys
    cross join core.observation as observation
)

select
    counts.week_date,
    channels.channel,
    counts.customer_count,
    counts.step_count,
    counts.step_count / counts.customer_count as contacts_per_customer,
    counts.week_date >= spans.observed_from_at and counts.week_date + interval 7 day <= spans.as_of as is_whole_week,
from core.weekly_counts as counts
left join core.channels as channels using (channel_code)
cross join spans
