-- one row per device and person met on it
-- key: node_number, component_number
-- kind: scaffold
select
    devices.node_number,
    persons.component_number,
    min(devices.first_seen_at) as first_seen_at,
from core.key_set_nodes as devices
inner join (
    select
        nodes.key_set_id,
        arg_min(components.component_number, nodes.kind_rank) as component_number,
    from core.key_set_nodes as nodes
    inner join core.final_components as components using (node_number)
    where nodes.is_person
    group by nodes.key_set_id
) as persons using (key_set_id)
where not devices.is_person
group by devices.node_number, persons.component_number
