-- one row per watched journey and touchpoint met in it, with the period of the first meeting
-- key: customer_id, journey_index, touchpoint_code
-- kind: scaffold
select
    customer_id,
    journey_index,
    touchpoint_code,
    min(period_index) as first_period,
from analysis.moment_steps
group by customer_id, journey_index, touchpoint_code
