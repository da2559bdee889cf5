-- one row per grain of variants, slice of the journeys or all of them, and journey of its most taken variants
-- key: variant_grain, slice_kind, slice, customer_id, journey_index
-- kind: scaffold
-- nullable: stages
-- Of each slice the hundred variants that most journeys take, and the twenty by which most reach a goal.
with counted as (
    select
        variants.variant_grain,
        slices.slice_kind,
        slices.slice,
        variants.variant_id,
        count(*) as journey_count,
        count(*) filter (journeys.status = 'converted') as converted_count,
    from analysis.sliced_journeys as slices
    inner join core.journeys as journeys using (customer_id, journey_index)
    inner join analysis.journey_variants as variants using (customer_id, journey_index)
    group by variants.variant_grain, slices.slice_kind, slices.slice, variants.variant_id
),

chosen as (
    select
        variant_grain,
        slice_kind,
        slice,
        variant_id,
        row_number() over (
            partition by variant_grain, slice_kind, slice
            order by journey_count desc, variant_id
        ) as variant_rank,
    from counted
    qualify
        variant_rank <= 100
        or row_number() over (
            partition by variant_grain, slice_kind, slice
            order by converted_count desc, variant_id
        ) <= 20
)

select
    chosen.variant_grain,
    slices.slice_kind,
    slices.slice,
    chosen.variant_id,
    chosen.variant_rank,
    journeys.customer_id,
    journeys.journey_index,
    variants.stages,
    journeys.status = 'converted' as is_converted,
    epoch_ms(journeys.ended_at) - epoch_ms(journeys.started_at) as lasted_milliseconds,
from analysis.sliced_journeys as slices
inner join core.journeys as journeys using (customer_id, journey_index)
inner join analysis.journey_variants as variants using (customer_id, journey_index)
inner join chosen
    on variants.variant_grain = chosen.variant_grain
    and slices.slice_kind = chosen.slice_kind
    and slices.slice = chosen.slice
    and variants.variant_id = chosen.variant_id
