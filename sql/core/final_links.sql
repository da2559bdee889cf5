-- one row per link between two person keys that holds
-- key: from_node_number, to_node_number
-- kind: scaffold
-- In a crowded component the links of the crowded kind are given up: a chain of chance meetings is no person.
select
    links.from_node_number,
    links.to_node_number,
    links.link_reason,
from core.first_links as links
inner join core.first_components as components on links.from_node_number = components.node_number
inner join core.identity_keys as one on links.from_node_number = one.node_number
inner join core.identity_keys as other on links.to_node_number = other.node_number
left join core.crowded_components as crowded
    on components.component_number = crowded.component_number
    and crowded.identity_kind in (one.identity_kind, other.identity_kind)
group by all
having count(crowded.component_number) = 0 or links.link_reason <> 'same_row'
