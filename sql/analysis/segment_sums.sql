-- one row per segment and result it is compared by: of how many customers it is known, its sum and sum of squares
-- key: segment_id, segment_result
-- kind: scaffold
-- Satisfaction is a customer's last rating (0 to 1); the amount is known of everyone, conversion is 0 or 1.
with known as (
    select
        members.segment_id,
        unnest([
            {segment_result: 'conversion', result_value: (features.converted_count > 0)::integer::double},
            {segment_result: 'amount', result_value: features.amount::double},
            {segment_result: 'lifetime_value', result_value: features.lifetime_value_amount::double},
            {segment_result: 'satisfaction', result_value: ratings.satisfaction_permille / 1000}
        ], recursive := true),
    from analysis.segment_members as members
    inner join marts.customer_features as features using (customer_id)
    left join core.satisfaction as ratings using (customer_id)
)

select
    segment_id,
    segment_result,
    count(*) as customer_count,
    sum(round(result_value, 6)::decimal(38, 6))::double as value_sum,
    sum(round(result_value * result_value, 6)::decimal(38, 6))::double as square_sum,
from known
where result_value is not null
group by all
