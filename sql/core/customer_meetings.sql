-- one row per two customers whose keys met on one row, on one object, in a likeness or in a link cut by hand
-- key: customer_id, other_customer_id
-- kind: scaffold
with nodes as (
    select key_set_id, node_number
    from core.key_set_nodes
    union all
    select key_set_id, person_node_number
    from core.key_set_ends
    where person_node_count <= 2 and person_node_number is not null
    union all
    select key_set_id, last_person_node_number
    from core.key_set_ends
    where person_node_count = 2
    union all
    select key_set_id, device_node_number
    from core.key_set_ends
    where person_node_count <= 2 and device_node_number is not null
),

owned as (
    select
        nodes.key_set_id,
        members.customer_id,
    from nodes
    inner join core.identity_members as members using (node_number)
),

on_rows as (
    select
        key_set_id,
        min(customer_id) as customer_id,
    from owned
    group by key_set_id
    having min(customer_id) <> max(customer_id)
),

of_objects as (
    select
        key_sets.object_hash,
        owned.customer_id,
        min(owned.customer_id) over (partition by key_sets.object_hash) as first_customer_id,
    from staging.key_sets as key_sets
    inner join owned using (key_set_id)
    where key_sets.object_hash is not null
)

select
    on_rows.customer_id,
    owned.customer_id as other_customer_id,
from on_rows
inner join owned using (key_set_id)
where on_rows.customer_id <> owned.customer_id
union
select
    first_customer_id,
    customer_id,
from of_objects
where first_customer_id <> customer_id
union
select
    one.customer_id,
    other.customer_id,
from core.overlay_cuts as cuts
inner join core.identity_members as one on cuts.from_node_number = one.node_number
inner join core.identity_members as other on cuts.to_node_number = other.node_number
where one.customer_id <> other.customer_id
union
select
    one.customer_id,
    other.customer_id,
from core.likely_joins as likely
inner join core.identity_members as one on likely.from_node_number = one.node_number
inner join core.identity_members as other on likely.to_node_number = other.node_number
where one.customer_id <> other.customer_id
