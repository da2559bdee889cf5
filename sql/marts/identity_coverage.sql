-- one row per source and way its events lead to a customer
-- key: source, identified_by
-- By a person's key, by an object that belongs to a person, by a device alone, or not at all ('none').
select
    kinds.source,
    coalesce(customers.identified_by, 'none') as identified_by,
    count(*) as event_count,
from core.event_rows as events
inner join core.event_kinds as kinds using (event_kind_id)
left join core.key_set_customers as customers using (key_set_id)
group by all
