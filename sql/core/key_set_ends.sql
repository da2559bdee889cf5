-- one row per key set of the identity graph: its strongest and its weakest person key, and its device
-- key: key_set_id
-- kind: scaffold
-- Nodes are numbered by the rank of their kind: the smallest number is the strongest key.
select
    key_set_id,
    min(node_number) filter (is_person) as person_node_number,
    max(node_number) filter (is_person) as last_person_node_number,
    count(*) filter (is_person) as person_node_count,
    max(node_number) filter (not is_person) as device_node_number,
from core.key_set_nodes
group by key_set_id
