-- one row per segment and channel, part of the day or product its customers met: how many, and who then reached a goal
-- key: segment_id, facet, item
-- kind: scaffold
-- A customer counts where a journey of theirs met the item; as converted if one such journey reached a goal. Journeys
-- that may still go on, steps at goals and what the company does are left out. Hours are of the project's time zone.
with met as (
    select
        steps.customer_id,
        steps.journey_index,
        channels.channel,
        kinds.product,
        hour(timezone(windows.timezone, timezone('UTC', steps.occurred_at))) // 3 * 3 as first_hour,
    from core.steps as steps
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join core.channels as channels on steps.channel_code = channels.channel_code
    cross join seed.windows as windows
    where kinds.is_customer_act and kinds.goal is null
    group by all
),

items as (
    select
        met.customer_id,
        journeys.status = 'converted' as is_converted,
        unnest([
            {facet: 'channel', item: met.channel},
            {facet: 'hours', item: format('{:02d}:00-{:02d}:59', met.first_hour, met.first_hour + 2)},
            {facet: 'product', item: met.product}
        ], recursive := true),
    from met
    inner join core.journeys as journeys using (customer_id, journey_index)
    where journeys.status <> 'open'
)

select
    members.segment_id,
    items.facet,
    items.item,
    count(distinct items.customer_id) as customer_count,
    count(distinct items.customer_id) filter (items.is_converted) as converted_customer_count,
from items
inner join analysis.segment_members as members using (customer_id)
where items.item is not null
group by all
