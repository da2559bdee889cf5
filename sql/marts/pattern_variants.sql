-- one row per variant among the 5,000 most travelled: what patterns are mined from
-- key: variant_id
-- scope: all
-- kind: view
select
    variants.variant_id,
    variants.touchpoints,
    counts.journey_count,
    counts.converted_count,
    counts.abandoned_count,
    counts.customer_count,
    counts.first_journey_count,
from core.variant_counts as counts
inner join marts.variants as variants using (variant_key)
order by counts.journey_count desc, variants.variant_id
limit 5000
