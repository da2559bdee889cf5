-- one row per measured improvement and what a customer counts before and after
-- key: improvement_index, before_count, before_sum, after_count, after_sum
-- kind: scaffold
-- Counted are journeys and those that met the measure; of satisfaction ratings and their sum in thousandths. Customers
-- who count alike are one row, so that drawing them again costs as much for a million of them as for a hundred.
with counted as (
    select
        improvement_index,
        customer_id,
        is_after,
        count(*) as part_count,
        count(*) filter (is_met) as part_sum,
    from analysis.improvement_arrivals
    group by improvement_index, customer_id, is_after
    union all
    select
        windows.improvement_index,
        scores.customer_id,
        scores.occurred_at >= windows.done_at,
        count(*),
        sum(round(1000 * scores.satisfaction)::bigint)::bigint,
    from core.scores as scores
    inner join analysis.improvement_windows as windows
        on coalesce(scores.touchpoint = windows.touchpoint, scores.stage = windows.stage)
    where
        windows.effect_measure = 'satisfaction'
        and scores.satisfaction is not null
        and scores.customer_id is not null
        and scores.occurred_at >= windows.window_from_at
        and scores.occurred_at < windows.window_to_at
    group by all
),

customers as (
    select
        improvement_index,
        customer_id,
        coalesce(sum(part_count) filter (not is_after), 0)::bigint as before_count,
        coalesce(sum(part_sum) filter (not is_after), 0)::bigint as before_sum,
        coalesce(sum(part_count) filter (is_after), 0)::bigint as after_count,
        coalesce(sum(part_sum) filter (is_after), 0)::bigint as after_sum,
    from counted
    group by improvement_index, customer_id
)

select
    customers.improvement_index,
    before_count,
    before_sum,
    after_count,
    after_sum,
    count(*) as customer_count,
from customers
group by all
