-- one row per plan against which any journey was held: sums over its customers
-- key: plan
-- kind: scaffold
-- Of each customer the journeys held and their fitness (in millionths), and those that were aligned and, of them, those
-- that keep to the plan wholly; sums, squares and products of that, since journeys of one customer are alike.
with customers as (
    select
        plan,
        customer_id,
        count(plan_fitness) as held_count,
        sum(round(1000000 * plan_fitness)::bigint) as fitness_sum,
        count(*) filter (conformance_method = 'alignment') as aligned_count,
        count(*) filter (conformance_method = 'alignment' and deviation_count = 0) as fitting_count,
    from analysis.conformance
    where plan_fitness is not null
    group by plan, customer_id
)

select
    plan,
    count(*) as customer_count,
    sum(held_count)::bigint as size,
    sum(fitness_sum)::bigint as total,
    sum(held_count * held_count)::double as squares,
    sum(fitness_sum * fitness_sum)::double as total_squares,
    sum(held_count * fitness_sum)::double as products,
    count(*) filter (aligned_count > 0) as aligned_customer_count,
    sum(aligned_count)::bigint as aligned_size,
    sum(fitting_count)::bigint as aligned_total,
    sum(aligned_count * aligned_count)::double as aligned_squares,
    sum(fitting_count * fitting_count)::double as aligned_total_squares,
    sum(aligned_count * fitting_count)::double as aligned_products,
from customers
group by plan
