-- one row per grain of variants, slice of the journeys or all of them, and variant
-- key: variant_grain, slice_kind, slice, variant_id
-- kind: scaffold
-- Sums over customers of their journeys (size), of those that reached a goal (total), of squares and products of both;
-- and of how they felt in them, each customer once by the mean of what they said, in thousandths of valence.
with customers as (
    select
        journeys.variant_grain,
        journeys.slice_kind,
        journeys.slice,
        journeys.variant_id,
        any_value(journeys.stages) as stages,
        any_value(journeys.variant_rank) as variant_rank,
        count(*) as size,
        count(*) filter (journeys.is_converted) as total,
        round(sum(feelings.valence_sum) / sum(feelings.answer_count))::integer as valence_permille,
    from analysis.variant_journeys as journeys
    left join analysis.journey_feelings as feelings using (customer_id, journey_index)
    group by
        journeys.variant_grain, journeys.slice_kind, journeys.slice, journeys.variant_id, journeys.customer_id
),

lengths as (
    select
        variant_grain,
        slice_kind,
        slice,
        variant_id,
        quantile_cont(lasted_milliseconds, 0.5) / 1000 as median_seconds,
    from analysis.variant_journeys
    group by variant_grain, slice_kind, slice, variant_id
),

sums as (
    select
        variant_grain,
        slice_kind,
        slice,
        variant_id,
        any_value(stages) as stages,
        any_value(variant_rank) as variant_rank,
        count(*) as customer_count,
        sum(size)::bigint as size,
        sum(total)::bigint as total,
        sum(size * size)::double as squares,
        sum(total * total)::double as total_squares,
        sum(size * total)::double as products,
        count(valence_permille) as felt_customer_count,
        coalesce(sum(valence_permille), 0)::bigint as valence_sum,
        coalesce(sum(valence_permille * valence_permille), 0)::double as valence_square_sum,
    from customers
    group by variant_grain, slice_kind, slice, variant_id
)

select
    sums.* exclude (stages),
    coalesce(sums.stages, variants.touchpoints) as variant_path,
    lengths.median_seconds,
from sums
inner join lengths using (variant_grain, slice_kind, slice, variant_id)
left join marts.variants as variants using (variant_id)
