-- one row per key set of those customers, and per key set that is new or shares an object with a new one
select owners.key_set_id
from night.core.key_set_customers as owners
semi join work.customers as customers using (customer_id)
union
select key_set_id
from fresh.raw.key_sets
union
select key_sets.key_set_id
from night.raw.key_sets as key_sets
semi join fresh.raw.key_sets as news using (object_hash)
union
select key_set_id
from fresh.raw.people
