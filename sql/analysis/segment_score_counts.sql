-- one row per rating scale x solicitation x segment x rating, as in marts.score_counts
-- key: rating_scale, solicitation, dimension, member, rating
-- kind: scaffold
with scores as (
    select
        scores.*,
        members.segment_id,
    from core.scores as scores
    inner join analysis.segment_members as members using (customer_id)
),

groups as (
    select
        rating_scale,
        solicitation,
        segment_id,
        count(distinct customer_id) as customer_count,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at,
    from scores
    group by all
)

select
    scores.rating_scale,
    scores.solicitation,
    'segment' as dimension,
    scores.segment_id as member,
    scores.rating,
    count(*) as answer_count,
    any_value(groups.customer_count) as customer_count,
    any_value(groups.first_at) as first_at,
    any_value(groups.last_at) as last_at,
from scores
inner join groups using (rating_scale, solicitation, segment_id)
group by all
