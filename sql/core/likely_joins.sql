-- one row per likely link that was not cut by hand, between persons whom keys have not made one
-- key: from_node_number, to_node_number
-- kind: scaffold
select
    links.from_node_number,
    links.to_node_number,
    one.component_number as from_component_number,
    other.component_number as to_component_number,
    links.link_probability,
from core.likely_links as links
inner join core.final_components as one on links.from_node_number = one.node_number
inner join core.final_components as other on links.to_node_number = other.node_number
anti join core.overlay_cuts as cuts
    on links.from_node_number = cuts.from_node_number and links.to_node_number = cuts.to_node_number
where one.component_number <> other.component_number
