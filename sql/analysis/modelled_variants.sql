-- one row per slice that models are wished of and variant among the 2,000 most travelled of its journeys
-- key: slice_kind, slice, variant_id
-- kind: scaffold
with counted as (
    select
        slices.slice_kind,
        slices.slice,
        journeys.variant_id,
        count(*) as journey_count,
    from analysis.modelled_journeys as slices
    inner join core.journeys as journeys using (customer_id, journey_index)
    group by slices.slice_kind, slices.slice, journeys.variant_id
)

select
    counted.slice_kind,
    counted.slice,
    counted.variant_id,
    variants.touchpoints,
    counted.journey_count,
from counted
inner join marts.variants as variants using (variant_id)
qualify row_number() over (
    partition by counted.slice_kind, counted.slice order by counted.journey_count desc, counted.variant_id
) <= 2000
