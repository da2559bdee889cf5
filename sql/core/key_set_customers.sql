-- one row per key set that leads to a customer
-- key: key_set_id
-- The strongest person key of the row decides; else the person an object (ticket, deal) belongs to; else the device.
with objects as (
    select
        key_set_id,
        object_hash,
        first_seen_at,
    from staging.key_sets
    where object_hash is not null
),

object_customers as (
    select
        objects.object_hash,
        arg_min(
            persons.customer_id, {seen_at: objects.first_seen_at, customer_id: persons.customer_id}
        ) as customer_id,
    from objects
    inner join core.key_set_ends as ends using (key_set_id)
    inner join core.identity_members as persons on ends.person_node_number = persons.node_number
    group by objects.object_hash
),

owned as (
    select
        objects.key_set_id,
        objects.object_hash,
        object_customers.customer_id,
    from objects
    left join object_customers using (object_hash)
)

select
    key_set_id,
    coalesce(persons.customer_id, owned.customer_id, devices.customer_id) as customer_id,
    case
        when persons.customer_id is not null then 'person'
        when owned.customer_id is not null then 'object'
        else 'device'
    end as identified_by,
    coalesce(shared.is_shared, false)
    and persons.customer_id is null
    and owned.customer_id is null as is_shared_device,
    owned.object_hash,
from core.key_set_ends as ends
full join owned using (key_set_id)
left join core.identity_members as persons on ends.person_node_number = persons.node_number
left join core.identity_members as devices on ends.device_node_number = devices.node_number
left join core.devices as shared on ends.device_node_number = shared.node_number
where coalesce(persons.customer_id, owned.customer_id, devices.customer_id) is not null
