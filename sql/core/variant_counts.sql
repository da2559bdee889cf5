-- one row per variant: journeys with the same touchpoints in the same order
-- key: variant_id, touchpoints
-- scope: additive
with variants as (
    select
        variant_id,
        count(*) as journey_count,
        count(*) filter (status = 'converted') as converted_count,
        min({customer_id: customer_id, journey_index: journey_index}) as example,
    from core.journeys
    group by variant_id
),

paths as (
    select
        variants.variant_id,
        list(names.touchpoint order by steps.step_index) as touchpoints,
    from variants
    inner join core.steps as steps
        on variants.example.customer_id = steps.customer_id and variants.example.journey_index = steps.journey_index
    inner join core.touchpoint_names as names using (touchpoint_code)
    group by variants.variant_id
)

select
    variant_id,
    paths.touchpoints,
    variants.journey_count,
    variants.converted_count,
from variants
inner join paths using (variant_id)
