-- one row per component and kind of key of which one customer would have more than allowed
-- key: component_number, identity_kind
-- kind: scaffold
select
    components.component_number,
    keys.identity_kind,
    count(*) as key_count,
from core.first_components as components
inner join core.identity_keys as keys using (node_number)
where keys.is_person
group by components.component_number, keys.identity_kind
having count(*) > any_value(keys.at_most)
