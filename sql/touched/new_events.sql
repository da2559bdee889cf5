-- one row per customer of an event that is new or differs: as it was, and as it is
-- when core.event_rows changes
select customers.customer_id
from last_night.core.customer_events as customers
semi join work.event_keys as changed using (event_key)
union all
select customers.customer_id
from last_night.core.set_apart as customers
semi join work.event_keys as changed using (event_key)
union all
select customers.customer_id
from night.core.event_rows as events
inner join night.core.key_set_customers as customers using (key_set_id)
semi join work.event_keys as changed using (event_key)
union all
select customers.customer_id
from night.core.shared_device_events as customers
semi join work.event_keys as changed using (event_key)
