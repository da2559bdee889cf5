-- one row per journey: its touchpoints in their order
-- key: customer_id, journey_index
-- scope: customer
-- A list of small integers a journey is all that variants and counts of journeys need.
select
    customer_id,
    journey_index,
    list(touchpoint_code order by step_index) as touchpoint_codes,
from core.steps
group by customer_id, journey_index
