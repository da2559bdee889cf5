-- one row per customer of a segment, with all that the settings may allow to leave
-- The segment is the variable segment_id.
select
    members.customer_id,
    members.segment_id,
    personas.persona_id,
    customers.* exclude (customer_id, props),
    features.* exclude (customer_id, lifetime_value_amount),
from analysis.segment_members as members
left join analysis.personas as personas using (segment_id)
left join core.customers as customers on members.customer_id = customers.customer_id
left join marts.customer_features as features on members.customer_id = features.customer_id
where members.segment_id = getvariable('segment_id')
order by members.customer_id
