-- one row per rating given
-- key: event_key
-- kind: view
-- Those of machines, the company's own people and those who refused are counted apart.
select
    ratings.event_key,
    customer_events.customer_id,
    kinds.source,
    events.occurred_at,
    ratings.rating,
    ratings.rating_scale,
    ratings.satisfaction,
    case ratings.is_solicited when true then 'solicited' when false then 'unsolicited' else 'unknown' end
        as solicitation,
    places.touchpoint,
    places.stage,
    places.channel,
    places.is_asked_about,
from core.rating_rows as ratings
anti join core.set_apart using (event_key)
inner join core.event_rows as events using (event_key)
inner join core.answer_places as places using (event_key)
inner join core.event_kinds as kinds on events.event_kind_id = kinds.event_kind_id
left join core.customer_events as customer_events using (event_key)
