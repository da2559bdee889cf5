-- one row per device and person known on it
-- key: node_number, component_number
-- kind: scaffold
-- What people wrote by hand comes first: a device they joined to a person is that person's alone.
select
    met.node_number,
    met.component_number,
    false as is_joined,
from core.device_meetings as met
left join (
    select distinct node_number
    from core.overlay_devices
    where is_joined
) as joined using (node_number)
anti join core.overlay_devices as overlay
    on met.node_number = overlay.node_number and met.component_number = overlay.component_number
where joined.node_number is null
union all
select
    node_number,
    component_number,
    true,
from core.overlay_devices
where is_joined
