-- one row per map and customer on it
-- key: persona_id, scenario, customer_id
-- kind: view
select
    groups.persona_id,
    groups.scenario,
    members.customer_id,
from analysis.map_members as members
inner join analysis.map_groups as groups using (map_group)
