-- one row per map, stage or touchpoint, and rounded valence of customers
-- key: persona_id, scenario, dimension, member, valence
-- kind: scaffold
-- A customer counts once, by the mean of what they said; valence is rounded to 0.01, as in analysis.felt_counts.
with counted as (
    select
        members.map_group,
        felt.dimension,
        felt.member,
        round(felt.valence, 2) as valence,
        count(*) as customer_count,
        sum(felt.answer_count)::bigint as answer_count,
        sum(felt.reported_count)::bigint as reported_count,
    from analysis.felt as felt
    inner join analysis.map_members as members using (customer_id)
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.dimension,
    counted.member,
    counted.valence,
    sum(counted.customer_count)::bigint as customer_count,
    sum(counted.answer_count)::bigint as answer_count,
    sum(counted.reported_count)::bigint as reported_count,
from counted
inner join analysis.map_groups as groups using (map_group)
group by all
