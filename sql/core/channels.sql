-- one row per channel
-- key: channel_code
with named as (
    select
        channel,
        null as channel_template,
        null as default_channel_group,
        channel_kind,
    from core.event_kinds
    where channel is not null
    union
    select
        replace(kinds.channel_template, '{default_channel_group}', groups.default_channel_group),
        kinds.channel_template,
        groups.default_channel_group,
        kinds.channel_kind,
    from core.event_kinds as kinds
    cross join seed.channel_groups as groups
    where kinds.channel_template is not null
)

select
    (md5_number_upper(channel) >> 33)::integer as channel_code,
    channel,
    min(channel_kind) as channel_kind,
from named
group by channel
