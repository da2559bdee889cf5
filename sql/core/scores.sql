-- one row per rating given
-- key: event_key
-- kind: view
-- The touchpoint is the one the question was about, where the answer says so (`asked_about`) and there is one of that
-- name; else the one at which the answer was given.
select
    events.event_key,
    customer_events.customer_id,
    kinds.source,
    events.occurred_at,
    events.rating,
    lower(coalesce(events.rating_scale, 'unknown')) as rating_scale,
    case answers.is_solicited when true then 'solicited' when false then 'unsolicited' else 'unknown' end
        as solicitation,
    coalesce(asked.touchpoint, kinds.touchpoint) as touchpoint,
    coalesce(asked.stage, kinds.stage) as stage,
    coalesce(asked.channel, kinds.channel, kinds.source) as channel,
    asked.touchpoint is not null as is_asked_about,
from core.event_rows as events
inner join core.rating_rows as answers using (event_key)
inner join core.event_kinds as kinds using (event_kind_id)
left join core.customer_events as customer_events using (event_key)
left join core.touchpoints as asked on (kinds.traits::json ->> 'asked_about') = asked.touchpoint
where events.rating is not null and not kinds.is_ignored
