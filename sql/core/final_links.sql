-- one row per link between two person keys that holds
-- key: from_node_number, to_node_number
-- kind: scaffold
-- In a crowded component the links of the crowded kind are given up: a chain of chance meetings is no person.
with crowded as (
    select keys.node_number
    from core.crowded_components as crowded
    inner join core.first_components as components using (component_number)
    inner join core.identity_keys as keys
        on components.node_number = keys.node_number and crowded.identity_kind = keys.identity_kind
)

select
    from_node_number,
    to_node_number,
    is_declared,
from core.first_links
where
    is_declared
    or (from_node_number not in (from crowded) and to_node_number not in (from crowded))
