-- one row per stage or touchpoint, and rounded valence of customers
-- key: dimension, member, valence
-- kind: scaffold
-- Valence is rounded to 0.01, so that resampling customers costs as much for a million of them as for a hundred.
with reached as (
    select
        'stage' as dimension,
        stage as member,
        customer_count as reached_count,
    from marts.stage_metrics
    union all
    select
        'touchpoint',
        touchpoint,
        customer_count,
    from marts.touchpoint_metrics
)

select
    felt.dimension,
    felt.member,
    round(felt.valence, 2) as valence,
    count(*) as customer_count,
    sum(felt.answer_count)::bigint as answer_count,
    sum(felt.reported_count)::bigint as reported_count,
    any_value(reached.reached_count) as reached_count,
from analysis.felt as felt
left join reached on felt.dimension = reached.dimension and felt.member = reached.member
group by felt.dimension, felt.member, round(felt.valence, 2)
