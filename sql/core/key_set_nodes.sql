-- one row per key set of more than two person keys, and node of the identity graph
-- key: key_set_id, node_number
-- kind: scaffold
-- Of the others, which are most, core.key_set_ends tells all.
select
    keys.key_set_id,
    nodes.node_number,
    nodes.kind_rank,
    nodes.is_person,
from staging.key_set_keys as keys
inner join core.identity_keys as nodes using (identity_kind, identity_hash)
where keys.key_set_id in (
    select ends.key_set_id
    from core.key_set_ends as ends
    where ends.person_node_count > 2
)
