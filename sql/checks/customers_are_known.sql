-- Which events belong to a customer that core.customers does not have?
-- on rows: stop
select events.event_key
from core.customer_events as events
anti join core.customers as customers using (customer_id)
