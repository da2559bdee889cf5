-- one row per kind of event and channel its steps went through
-- key: event_kind_id, channel_code
-- scope: additive
select
    event_kind_id,
    channel_code,
    count(*) as step_count,
from core.steps
group by all
