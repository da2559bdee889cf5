-- one row per variant among the 2,000 most travelled
-- key: variant_id
-- scope: all
-- kind: view
-- What process models are mined from: their cost grows with the number of variants, not of journeys.
select
    variant_id,
    touchpoints,
    journey_count,
from marts.variants
order by journey_count desc, variant_id
limit 2000
