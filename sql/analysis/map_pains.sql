-- one row per map and pain or delight that customers of it are known to be affected by
-- key: persona_id, scenario, pain_id
-- kind: scaffold
select
    customers.persona_id,
    customers.scenario,
    affected.pain_id,
    count(*) as customer_count,
from analysis.pain_customers as affected
inner join analysis.map_customers as customers using (customer_id)
group by all
