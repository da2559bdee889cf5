-- one row per variant among the 200 most travelled and the 200 that most often reached a goal
-- key: variant_id
with most_travelled as (
    select variant_id
    from marts.variants
    order by journey_count desc, variant_id
    limit 200
),

most_converted as (
    select variant_id
    from marts.variants
    order by converted_count desc, variant_id
    limit 200
)

select
    variant_id,
    touchpoints,
    step_count,
    journey_count,
    customer_count,
    converted_count,
    conversion_share,
    median_seconds,
from marts.variants
where
    variant_id in (select variant_id from most_travelled)
    or variant_id in (select variant_id from most_converted)
