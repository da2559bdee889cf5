-- one row per group of customers who are on the same maps, and map
-- key: map_group, persona_id, scenario
-- Groups are disjoint: a map's customers are those of its groups.
select
    signatures.map_group,
    choices.persona_id,
    choices.scenario,
    count(*) as customer_count,
from analysis.map_choices as choices
inner join analysis.map_members as signatures using (customer_id)
group by all
