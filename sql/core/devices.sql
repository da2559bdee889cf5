-- one row per device
-- key: node_number
-- kind: scaffold
-- A device belongs to its only known person; with several it is shared, with more devices than allowed it is refused.
with known as (
    select
        node_number,
        count(*) as person_count,
        min(component_number) as component_number,
        bool_or(is_joined) as is_joined,
    from core.device_persons
    group by node_number
),

devices as (
    select
        keys.node_number,
        keys.at_most,
        coalesce(known.person_count, 0) as person_count,
        coalesce(known.is_joined, false) as is_joined,
        case when known.person_count = 1 then known.component_number end as component_number,
    from core.identity_keys as keys
    left join known using (node_number)
    where not keys.is_person
),

crowded as (
    select
        component_number,
        count(*) as device_count,
    from devices
    where component_number is not null
    group by component_number
    having count(*) > any_value(at_most)
)

select
    devices.node_number,
    devices.person_count,
    case when crowded.component_number is null then devices.component_number end as component_number,
    crowded.device_count as refused_device_count,
    devices.person_count > 1 as is_shared,
    devices.is_joined,
from devices
left join crowded using (component_number)
