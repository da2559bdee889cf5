-- one row per stage and channel
-- key: stage, channel
select
    stages.stage,
    channels.channel,
    counts.step_count,
    counts.customer_count,
    counts.journey_count,
from core.stage_channel_counts as counts
inner join core.stages as stages using (stage_code)
inner join core.channels as channels using (channel_code)
