-- one row per key by which likeness brought others to a customer, with the best probability
-- key: node_number
-- kind: scaffold
-- The keys that came with the customer's oldest one need no such reason.
with joined as (
    select
        component_number,
        person_number,
    from core.likely_components
    anti join core.crowded_persons using (person_number)
),

homes as (
    select
        joined.person_number,
        arg_min(
            joined.component_number,
            {seen_at: coalesce(keys.first_seen_at, timestamp 'infinity'), node_number: keys.node_number}
        ) as component_number,
    from joined
    inner join core.final_components as components using (component_number)
    inner join core.identity_keys as keys using (node_number)
    group by joined.person_number
),

ends as (
    select
        from_node_number as node_number,
        from_component_number as component_number,
        link_probability,
    from core.likely_joins
    union all
    select
        to_node_number,
        to_component_number,
        link_probability,
    from core.likely_joins
)

select
    ends.node_number,
    max(ends.link_probability) as link_probability,
from ends
semi join joined using (component_number)
anti join homes using (component_number)
group by ends.node_number
