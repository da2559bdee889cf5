-- one row per channel template and default channel group, with the channel they make
-- key: channel_template, default_channel_group
select distinct
    kinds.channel_template,
    groups.default_channel_group,
    (
        md5_number_upper(replace(kinds.channel_template, '{default_channel_group}', groups.default_channel_group)) >> 33
    )::integer as channel_code,
from core.event_kinds as kinds
cross join seed.channel_groups as groups
where kinds.channel_template is not null
