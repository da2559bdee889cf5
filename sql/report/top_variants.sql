-- one row per variant among the 200 most travelled and the 200 that most often reached a goal
-- key: variant_id
select
    variant_id,
    touchpoints,
    step_count,
    journey_count,
    converted_count,
    conversion_share,
    median_seconds,
from marts.variants
qualify
    row_number() over (order by journey_count desc, variant_id) <= 200
    or row_number() over (order by converted_count desc, variant_id) <= 200
