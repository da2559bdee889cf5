-- one row per touchpoint: of the customers who came, those who met friction there
-- key: touchpoint
-- Of the kinds [friction].index names.
with met as (
    select
        touchpoint_code,
        count(*) as friction_count,
        count(distinct customer_id) as friction_customer_count,
    from core.friction as friction
    semi join seed.friction_words as kinds on friction.friction_kind = kinds.word and kinds.role = 'index_kind'
    where touchpoint_code is not null
    group by touchpoint_code
)

select
    names.touchpoint,
    names.stage,
    counts.customer_count,
    coalesce(met.friction_customer_count, 0) as friction_customer_count,
    coalesce(met.friction_count, 0) as friction_count,
    coalesce(met.friction_customer_count, 0) / counts.customer_count as friction_customer_share,
from core.touchpoint_counts as counts
inner join core.touchpoint_names as names using (touchpoint_code)
left join met using (touchpoint_code)
