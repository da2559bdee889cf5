-- one row per segment that may become a persona, and measure of its customers
-- key: segment_id, measure
-- Medians are values that were seen; their 95% interval lies between ranks n/2 -+ 0.98 sqrt(n) of the sorted values.
with measured as (
    select
        members.segment_id,
        unnest([
            {measure: 'tenure_days', value: features.tenure_days},
            {measure: 'recency_days', value: features.recency_days},
            {measure: 'session_count', value: features.session_count::double},
            {measure: 'median_gap_days', value: features.median_gap_days},
            {measure: 'converted_count', value: features.converted_count::double},
            {measure: 'median_return_days', value: features.median_return_days},
            {measure: 'product_count', value: features.product_count::double},
            {measure: 'amount', value: features.amount::double},
            {measure: 'lifetime_value_amount', value: features.lifetime_value_amount::double},
            {measure: 'satisfaction', value: satisfaction.satisfaction_permille / 1000}
        ], recursive := true),
    from analysis.segment_members as members
    semi join analysis.persona_segments using (segment_id)
    inner join marts.customer_features as features using (customer_id)
    left join core.satisfaction as satisfaction using (customer_id)
),

ranked as (
    select
        segment_id,
        measure,
        value,
        row_number() over (partition by segment_id, measure order by value) as value_rank,
        count(*) over (partition by segment_id, measure) as known_count,
    from measured
    where value is not null
)

select
    segment_id,
    measure,
    any_value(known_count) as known_customer_count,
    round(avg(value), 6) as mean,
    round(var_samp(value), 6) as variance,
    max(value) filter (value_rank = (known_count + 1) // 2) as median,
    max(value) filter (value_rank = greatest(1, floor(known_count / 2 - 0.98 * sqrt(known_count)))) as median_low,
    max(value) filter (
        value_rank = least(known_count, 1 + ceil(known_count / 2 + 0.98 * sqrt(known_count)))
    ) as median_high,
from ranked
group by all
