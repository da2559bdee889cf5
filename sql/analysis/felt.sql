-- one row per stage or touchpoint, and customer who said how it felt
-- key: dimension, member, customer_id
-- kind: scaffold
-- A customer counts once, by the mean of what they said, however often they said it; rounded, since the last digits of
-- a mean depend on the order in which it is added up.
with places as (
    select
        customer_id,
        valence,
        valence_source,
        unnest([
            {dimension: 'stage', member: stage},
            {dimension: 'touchpoint', member: touchpoint}
        ], recursive := true),
    from analysis.feelings
)

select
    dimension,
    member,
    customer_id,
    round(avg(valence), 6) as valence,
    count(*) as answer_count,
    count(*) filter (valence_source = 'reported') as reported_count,
from places
group by all
