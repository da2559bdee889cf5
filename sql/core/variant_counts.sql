-- one row per variant: journeys with the same touchpoints in the same order
-- key: variant_key, touchpoint_codes
-- scope: additive
select
    journeys.variant_key,
    paths.touchpoint_codes,
    count(*) as journey_count,
    count(*) filter (journeys.status = 'converted') as converted_count,
    count(*) filter (journeys.status = 'abandoned') as abandoned_count,
    count(distinct journeys.customer_id) as customer_count,
    count(*) filter (journeys.journey_index = 1) as first_journey_count,
from core.journeys as journeys
inner join core.journey_paths as paths using (customer_id, journey_index)
group by journeys.variant_key, paths.touchpoint_codes
