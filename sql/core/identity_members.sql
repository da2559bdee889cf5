-- one row per node of the identity graph and the customer it is a key of
-- key: node_number
-- kind: scaffold
-- A customer is named after the key seen first, so the order in which files arrive is of no matter and the older
-- customer survives a merge.
with grouped as (
    select
        node_number,
        'person' as group_kind,
        component_number as group_number,
    from core.final_components
    semi join core.identity_keys as persons on final_components.node_number = persons.node_number and persons.is_person
    union all
    select
        node_number,
        case when component_number is null then 'device' else 'person' end as group_kind,
        coalesce(component_number, node_number) as group_number,
    from core.devices
),

ranked as (
    select
        grouped.*,
        keys.identity_kind,
        keys.identity_hash,
        row_number() over (
            partition by grouped.group_kind, grouped.group_number
            order by keys.first_seen_at nulls last, keys.kind_rank, keys.identity_hash
        ) as age_rank,
    from grouped
    inner join core.identity_keys as keys using (node_number)
),

customers as (
    select
        group_kind,
        group_number,
        (md5_number_upper(identity_kind || ':' || identity_hash) >> 1)::bigint as customer_id,
    from ranked
    where age_rank = 1
)

select
    ranked.node_number,
    customers.customer_id,
    ranked.age_rank = 1 as is_oldest_key,
from ranked
inner join customers using (group_kind, group_number)
