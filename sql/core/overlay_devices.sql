-- one row per device and person that people joined, or split, by hand
-- key: node_number, component_number
-- kind: scaffold
-- A split parts a device from a person where one of them is on its list and the other is not.
with persons as (
    select distinct
        keys.entry_id,
        keys.overlay_kind,
        components.component_number,
    from core.overlay_keys as keys
    inner join core.person_components as components using (node_number)
    where keys.is_person
),

devices as (
    select entry_id, overlay_kind, node_number
    from core.overlay_keys
    where not is_person
),

joined as (
    select
        devices.node_number,
        min(persons.component_number) as component_number,
    from devices
    inner join persons using (entry_id)
    where devices.overlay_kind = 'join'
    group by devices.node_number
),

sides as (
    select
        met.node_number,
        met.component_number,
        devices.entry_id,
    from core.device_meetings as met
    inner join devices using (node_number)
    where devices.overlay_kind = 'split'
    union all
    select
        met.node_number,
        met.component_number,
        persons.entry_id,
    from core.device_meetings as met
    inner join persons using (component_number)
    where persons.overlay_kind = 'split'
)

select
    node_number,
    component_number,
    true as is_joined,
from joined
union all
select distinct
    node_number,
    component_number,
    false,
from (
    select
        node_number,
        component_number,
    from sides
    anti join joined using (node_number)
    group by node_number, component_number, entry_id
    having count(*) = 1
)
