-- one row per customer of last night whom tonight may concern: met by a key, an object, a record or an event
with people as (
    select owners.customer_id
    from night.core.key_set_customers as owners
    semi join (
        select records.key_set_id
        from night.raw.people as records
        semi join fresh.raw.people as news using (record_id_hash)
        union all
        select key_sets.key_set_id
        from night.raw.key_sets as key_sets
        semi join fresh.raw.key_sets as news using (object_hash)
        union all
        select events.key_set_id
        from last_night.core.event_rows as events
        semi join changes.work.event_keys as changed using (event_key)
    ) as met using (key_set_id)
    union
    select identities.customer_id
    from night.core.identities as identities
    semi join fresh.core.identity_keys as news using (identity_kind, identity_hash)
)

select customer_id
from people
union
select others.customer_id
from people
inner join night.core.customer_groups as mine using (customer_id)
inner join night.core.customer_groups as others using (group_id)
