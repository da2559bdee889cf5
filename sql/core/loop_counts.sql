-- one row per touchpoint to which journeys return
-- key: touchpoint_code
-- scope: additive
with visits as (
    select
        customer_id,
        touchpoint_code,
        count(*) as visit_count,
    from core.steps
    group by customer_id, journey_index, touchpoint_code
    having count(*) > 1
)

select
    touchpoint_code,
    count(*) as rework_journey_count,
    count(distinct customer_id) as customer_count,
    sum(visit_count - 1)::bigint as return_count,
from visits
group by touchpoint_code
