-- one row per node of the identity graph and the customer it is a key of
-- key: node_number
-- kind: scaffold
-- A customer is named after the key seen first, so the order in which files arrive is of no matter and the older
-- customer survives a merge. Of keys seen first together the strongest kind's names them, then the smallest hash: nodes
-- are numbered in that order.
with grouped as (
    select
        node_number,
        component_number as group_number,
    from core.person_components
    union all
    select
        node_number,
        coalesce(component_number, node_number),
    from core.devices
),

beginnings as (
    select
        grouped.group_number,
        min(keys.first_seen_at) as first_seen_at,
    from grouped
    inner join core.identity_keys as keys using (node_number)
    group by grouped.group_number
),

oldest as (
    select
        grouped.group_number,
        min(grouped.node_number) as node_number,
    from grouped
    inner join core.identity_keys as keys using (node_number)
    inner join beginnings using (group_number)
    where keys.first_seen_at is not distinct from beginnings.first_seen_at
    group by grouped.group_number
),

customers as (
    select
        oldest.group_number,
        oldest.node_number,
        (md5_number_upper(keys.identity_kind || ':' || keys.identity_hash) >> 1)::bigint as customer_id,
    from oldest
    inner join core.identity_keys as keys using (node_number)
)

select
    grouped.node_number,
    customers.customer_id,
    grouped.node_number = customers.node_number as is_oldest_key,
from grouped
inner join customers using (group_number)
