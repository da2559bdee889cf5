-- one row per text a customer wrote
-- key: text_id
-- kind: view
-- What machines, the company's own people and those who refused wrote is nobody's to read.
select
    texts.text_id,
    customer_events.customer_id,
    kinds.source,
    events.occurred_at,
    kinds.touchpoint,
    texts.text,
    texts.record_id,
    texts.is_solicited,
    texts.event_key,
from core.text_rows as texts
anti join core.set_apart using (event_key)
inner join core.event_rows as events using (event_key)
inner join core.event_kinds as kinds using (event_kind_id)
left join core.customer_events as customer_events using (event_key)
