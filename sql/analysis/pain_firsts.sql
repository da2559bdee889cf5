-- one row per customer and touchpoint: the first journey that came there and is over
-- key: customer_id, touchpoint_code
-- kind: scaffold
-- Journeys of one customer are alike, and would be taken for many: each customer counts once, by this one.
select
    steps.customer_id,
    steps.touchpoint_code,
    steps.journey_index,
    journeys.status = 'abandoned' as is_abandoned,
    count(*) > 1 as came_back,
from core.steps as steps
inner join core.journeys as journeys using (customer_id, journey_index)
where journeys.status <> 'open'
group by steps.customer_id, steps.journey_index, steps.touchpoint_code, journeys.status
qualify row_number() over (partition by steps.customer_id, steps.touchpoint_code order by steps.journey_index) = 1
