-- one row per journey and stage it touched
-- key: customer_id, journey_index, stage
-- scope: customer
select
    met.customer_id,
    met.journey_index,
    names.stage,
    names.stage_rank,
    sum(met.step_count)::bigint as step_count,
    sum(met.wait_milliseconds)::bigint as wait_milliseconds,
from core.journey_touchpoints as met
inner join core.touchpoint_names as names using (touchpoint_code)
group by all
