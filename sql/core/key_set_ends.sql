-- one row per key set of the identity graph: its strongest and its weakest person key, and its device
-- key: key_set_id
-- kind: scaffold
-- Nodes are numbered by the rank of their kind: the smallest number is the strongest key.
select
    keys.key_set_id,
    min(nodes.node_number) filter (nodes.is_person) as person_node_number,
    max(nodes.node_number) filter (nodes.is_person) as last_person_node_number,
    count(*) filter (nodes.is_person) as person_node_count,
    max(nodes.node_number) filter (not nodes.is_person) as device_node_number,
from staging.key_set_keys as keys
inner join core.identity_keys as nodes using (identity_kind, identity_hash)
group by keys.key_set_id
