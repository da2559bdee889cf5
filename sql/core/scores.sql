-- one row per rating given
-- key: event_key
-- kind: view
select
    events.event_key,
    customer_events.customer_id,
    kinds.source,
    events.occurred_at,
    events.rating,
    lower(coalesce(events.rating_scale, 'unknown')) as rating_scale,
    case answers.is_solicited when true then 'solicited' when false then 'unsolicited' else 'unknown' end
        as solicitation,
    places.touchpoint,
    places.stage,
    places.channel,
    places.is_asked_about,
from core.event_rows as events
inner join core.rating_rows as answers using (event_key)
inner join core.answer_places as places using (event_key)
inner join core.event_kinds as kinds on events.event_kind_id = kinds.event_kind_id
left join core.customer_events as customer_events using (event_key)
where events.rating is not null
