-- one row per plan, kind of deviation, touchpoint, and what is compared: conversion (of journeys no longer open), or
-- satisfaction (of rated ones, in thousandths)
-- key: plan, move_kind, touchpoint, outcome
-- kind: scaffold
-- Sums over customers of what their journeys with the deviation, and their journeys that kept to the plan at the same
-- place, add up to, and of squares and products of that: journeys of one customer are alike, so customers are what
-- varies.
with customers as (
    select
        sides.plan,
        sides.move_kind,
        sides.touchpoint,
        outcomes.customer_id,
        coalesce(sum(outcomes.journey_count) filter (sides.is_told), 0) as journey_count,
        unnest(['conversion', 'satisfaction']) as outcome,
        unnest([
            sum(if(sides.is_deviating is null, 0, outcomes.decided_count)),
            sum(if(sides.is_deviating is null, 0, outcomes.rated_count))
        ]) as all_size,
        unnest([
            sum(if(sides.is_deviating is null, 0, outcomes.converted_count)),
            sum(if(sides.is_deviating is null, 0, outcomes.satisfaction_sum))
        ]) as all_total,
        unnest([
            sum(if(sides.is_deviating, outcomes.decided_count, 0)),
            sum(if(sides.is_deviating, outcomes.rated_count, 0))
        ]) as size,
        unnest([
            sum(if(sides.is_deviating, outcomes.converted_count, 0)),
            sum(if(sides.is_deviating, outcomes.satisfaction_sum, 0))
        ]) as total,
        all_size - size as kept_size,
        all_total - total as kept_total,
    from analysis.deviation_variants as sides
    inner join analysis.planned_outcomes as outcomes using (plan, variant_id, is_finished)
    group by sides.plan, sides.move_kind, sides.touchpoint, outcomes.customer_id
)

select
    plan,
    move_kind,
    touchpoint,
    outcome,
    count(*) filter (journey_count > 0) as customer_count,
    sum(journey_count)::bigint as journey_count,
    count(*) filter (size > 0) as cluster_count,
    sum(size)::bigint as size,
    sum(total)::bigint as total,
    sum(size * size)::double as squares,
    sum(total * total)::double as total_squares,
    sum(size * total)::double as products,
    count(*) filter (kept_size > 0) as kept_cluster_count,
    sum(kept_size)::bigint as kept_size,
    sum(kept_total)::bigint as kept_total,
    sum(kept_size * kept_size)::double as kept_squares,
    sum(kept_total * kept_total)::double as kept_total_squares,
    sum(kept_size * kept_total)::double as kept_products,
    sum(total * kept_total)::double as cross_totals,
    sum(total * kept_size)::double as cross_total_by_size,
    sum(size * kept_total)::double as cross_size_by_total,
    sum(size * kept_size)::double as cross_sizes,
from customers
group by plan, move_kind, touchpoint, outcome
