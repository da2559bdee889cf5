-- one row per person made by likeness who would have more keys of a kind than allowed
-- key: person_number, identity_kind
-- kind: scaffold
select
    likely.person_number,
    keys.identity_kind,
    count(*) as key_count,
from core.likely_components as likely
inner join core.final_components as components using (component_number)
inner join core.identity_keys as keys using (node_number)
group by likely.person_number, keys.identity_kind
having count(*) > any_value(keys.at_most)
