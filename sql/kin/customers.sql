-- one row per customer of last night whom tonight may concern: met by key, object, record, event, likeness, or hand
with numbered as (
    select
        customer_id,
        (md5_number_upper(identity_kind || ':' || identity_hash) >> 1)::bigint as key_number,
    from night.core.identities
),

written as (
    select distinct entry_id, overlay_key, key_number
    from night.seed.identity_overlay
    union all
    select entry_id, overlay_key, key_number
    from last_night.core.overlay_entries
),

rewritten as (
    select entry_id
    from written
    group by entry_id, overlay_key
    having count(*) = 1
    union
    select written.entry_id
    from written
    inner join fresh.core.identity_keys as news
        on written.key_number = (md5_number_upper(news.identity_kind || ':' || news.identity_hash) >> 1)::bigint
),

likely as (
    select key_set_id, other_key_set_id
    from (
        from night.core.likely_records
        except
        from last_night.core.likely_records
    )
    union all
    select key_set_id, other_key_set_id
    from (
        from last_night.core.likely_records
        except
        from night.core.likely_records
    )
),

people as (
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
        union all
        select key_set_id
        from likely
        union all
        select other_key_set_id
        from likely
    ) as met using (key_set_id)
    union
    select identities.customer_id
    from night.core.identities as identities
    semi join fresh.core.identity_keys as news using (identity_kind, identity_hash)
    union
    select numbered.customer_id
    from numbered
    inner join written using (key_number)
    semi join rewritten using (entry_id)
)

select customer_id
from people
union
select others.customer_id
from people
inner join night.core.customer_groups as mine using (customer_id)
inner join night.core.customer_groups as others using (group_id)
