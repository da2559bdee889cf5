-- one row per touchpoint whose contacts cost something, by [costs] of the settings
-- key: touchpoint
-- Satisfaction is of customers by their last rating, 0 worst to 1000 best: of those who met the touchpoint before it,
-- and of all who gave one; sums of values and of squares, from which analysis.contact_gains makes means and intervals.
with rated as (
    select
        count(*) as all_rated_customer_count,
        coalesce(sum(satisfaction_permille), 0)::bigint as all_satisfaction_sum,
        coalesce(sum(satisfaction_permille * satisfaction_permille), 0)::bigint as all_satisfaction_square_sum,
    from core.satisfaction
)

select
    costs.touchpoint,
    coalesce(counts.event_count, 0) as contact_count,
    coalesce(counts.customer_count, 0) as customer_count,
    costs.contact_cost_amount,
    costs.contact_cost_amount * coalesce(counts.event_count, 0) as total_cost_amount,
    windows.currency_code,
    coalesce(ratings.rated_customer_count, 0) as rated_customer_count,
    coalesce(ratings.satisfaction_sum, 0) as satisfaction_sum,
    coalesce(ratings.satisfaction_square_sum, 0) as satisfaction_square_sum,
    rated.*,
from seed.costs as costs
cross join rated
cross join seed.windows as windows
left join core.touchpoint_names as names on costs.touchpoint = names.touchpoint
left join core.touchpoint_counts as counts using (touchpoint_code)
left join core.contact_ratings as ratings using (touchpoint_code)
