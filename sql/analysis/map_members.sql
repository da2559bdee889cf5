-- one row per customer who is on a map
-- key: customer_id
-- Customers on the same maps are one group; groups are disjoint, so that what is counted by group adds up on every map.
-- analysis.map_groups tells a group's maps, and analysis.map_customers joins the two.
with lists as (
    select
        customer_id,
        string_agg(persona_id || chr(31) || scenario, chr(30) order by persona_id, scenario) as signature,
    from analysis.map_choices
    group by customer_id
)

select
    customer_id,
    dense_rank() over (order by signature)::integer as map_group,
from lists
