-- one row per key set and node of the identity graph
-- key: key_set_id, node_number
-- kind: scaffold
select
    keys.key_set_id,
    nodes.node_number,
    nodes.kind_rank,
    nodes.is_person,
from staging.key_set_keys as keys
inner join core.identity_keys as nodes using (identity_kind, identity_hash)
