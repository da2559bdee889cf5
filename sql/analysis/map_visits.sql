-- one row per customer and touchpoint
-- key: customer_id, touchpoint_code
-- kind: scaffold
-- The one pass over all steps of which the map's counts are made.
select
    steps.customer_id,
    steps.touchpoint_code,
    any_value(members.map_group) as map_group,
    count(*) as step_count,
    min(steps.occurred_at) as first_at,
    max(steps.occurred_at) as last_at,
    count(steps.milliseconds_to_next) as wait_count,
    sum(steps.milliseconds_to_next)::bigint as wait_milliseconds,
from core.steps as steps
inner join analysis.map_members as members using (customer_id)
group by steps.customer_id, steps.touchpoint_code
