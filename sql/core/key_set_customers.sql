-- one row per key set that leads to a customer
-- key: key_set_id
-- The strongest person key of the row decides; else the person an object (ticket, deal) belongs to; else the device.
with members as (
    select
        ends.key_set_id,
        persons.customer_id as person_customer_id,
        devices.customer_id as device_customer_id,
        coalesce(shared.is_shared, false) as has_shared_device,
    from core.key_set_ends as ends
    left join core.identity_members as persons on ends.person_node_number = persons.node_number
    left join core.identity_members as devices on ends.device_node_number = devices.node_number
    left join core.devices as shared on ends.device_node_number = shared.node_number
),

object_customers as (
    select
        key_sets.object_hash,
        arg_min(
            members.person_customer_id, {seen_at: key_sets.first_seen_at, customer_id: members.person_customer_id}
        ) as customer_id,
    from staging.key_sets as key_sets
    inner join members using (key_set_id)
    where key_sets.object_hash is not null and members.person_customer_id is not null
    group by key_sets.object_hash
)

select
    key_sets.key_set_id,
    coalesce(members.person_customer_id, object_customers.customer_id, members.device_customer_id) as customer_id,
    case
        when members.person_customer_id is not null then 'person'
        when object_customers.customer_id is not null then 'object'
        else 'device'
    end as identified_by,
    members.has_shared_device
    and members.person_customer_id is null
    and object_customers.customer_id is null as is_shared_device,
    key_sets.object_hash,
from staging.key_sets as key_sets
left join members using (key_set_id)
left join object_customers using (object_hash)
where coalesce(members.person_customer_id, object_customers.customer_id, members.device_customer_id) is not null
