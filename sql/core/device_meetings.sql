-- one row per device and person met on it
-- key: node_number, component_number
-- kind: scaffold
select distinct
    ends.device_node_number as node_number,
    components.component_number,
from core.key_set_ends as ends
inner join core.person_components as components on ends.person_node_number = components.node_number
where ends.device_node_number is not null
