-- one row per dimension, kind of event and channel, with the value that gets the credit
-- key: dimension, event_kind_id, channel_code
-- kind: scaffold
-- Of each dimension [attribution].value_count values are kept apart, the rest are 'other': touchpoints that most
-- journeys to a goal met (pages seen again and again would push out the step before the goal), else values of the most
-- steps.
with named as (
    select
        counts.event_kind_id,
        counts.channel_code,
        counts.step_count,
        {
            touchpoint: kinds.touchpoint,
            channel: channels.channel,
            campaign: kinds.campaign,
            content_type: kinds.content_type
        } as names,
        coalesce(direct.channel_code is not null, false) or lower(channels.channel) = 'direct' as is_direct,
    from core.kind_counts as counts
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join core.channels as channels on counts.channel_code = channels.channel_code
    left join (
        select distinct channel_code
        from core.session_channels
        where default_channel_group = 'Direct'
    ) as direct on counts.channel_code = direct.channel_code
    where kinds.goal_rank is null
),

valued as (
    select 'touchpoint' as dimension, event_kind_id, channel_code, step_count, is_direct, names.touchpoint as touch
    from named
    union all
    select 'channel', event_kind_id, channel_code, step_count, is_direct, names.channel
    from named
    union all
    select 'campaign', event_kind_id, channel_code, step_count, is_direct, names.campaign
    from named
    union all
    select 'content_type', event_kind_id, channel_code, step_count, is_direct, names.content_type
    from named
),

met as (
    select
        names.touchpoint,
        counts.converted_count,
    from core.touchpoint_counts as counts
    inner join core.touchpoint_names as names using (touchpoint_code)
),

totals as (
    select
        dimension,
        touch,
        row_number() over (
            partition by dimension
            order by coalesce(max(converted_count), 0) desc, sum(step_count) desc, touch
        ) as touch_rank,
    from valued
    left join met on valued.dimension = 'touchpoint' and valued.touch = met.touchpoint
    where touch is not null
    group by dimension, touch
)

select
    valued.dimension,
    valued.event_kind_id,
    valued.channel_code,
    valued.is_direct,
    case when totals.touch_rank <= windows.value_count then totals.touch else 'other' end as touch,
    least(totals.touch_rank, windows.value_count + 1)::smallint as touch_rank,
from valued
inner join totals using (dimension, touch)
cross join seed.attribution as windows
