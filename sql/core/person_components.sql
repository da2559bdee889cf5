-- one row per person key and the person it belongs to: by keys first, then by likeness
-- key: node_number
-- kind: scaffold
-- A person whom likeness would give too many keys of a kind is left as keys have it.
select
    components.node_number,
    coalesce(likely.person_number, components.component_number) as component_number,
from core.final_components as components
left join (
    select
        component_number,
        person_number,
    from core.likely_components
    anti join core.crowded_persons using (person_number)
) as likely using (component_number)
