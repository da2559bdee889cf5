-- one row per segment, stage or touchpoint, and rounded valence of customers
-- key: segment_id, dimension, member, valence
-- kind: scaffold
-- Valence is rounded to 0.01, as in analysis.felt_counts.
with reached as (
    select
        members.segment_id,
        'stage' as dimension,
        stages.stage as member,
        count(distinct members.customer_id) as reached_count,
    from analysis.segment_members as members
    inner join core.journey_stages as met using (customer_id)
    inner join core.stages as stages using (stage_code)
    group by all
    union all
    select
        members.segment_id,
        'touchpoint',
        names.touchpoint,
        count(distinct members.customer_id),
    from core.touchpoint_names as names
    semi join analysis.felt as felt on names.touchpoint = felt.member and felt.dimension = 'touchpoint'
    inner join core.steps as steps on names.touchpoint_code = steps.touchpoint_code
    inner join analysis.segment_members as members on steps.customer_id = members.customer_id
    group by all
)

select
    members.segment_id,
    felt.dimension,
    felt.member,
    round(felt.valence, 2) as valence,
    count(*) as customer_count,
    sum(felt.answer_count)::bigint as answer_count,
    sum(felt.reported_count)::bigint as reported_count,
    any_value(reached.reached_count) as reached_count,
from analysis.felt as felt
inner join analysis.segment_members as members using (customer_id)
left join reached
    on members.segment_id = reached.segment_id and felt.dimension = reached.dimension and felt.member = reached.member
group by members.segment_id, felt.dimension, felt.member, round(felt.valence, 2)
