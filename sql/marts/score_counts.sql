-- one row per rating scale x solicitation x dimension x member x rating
-- key: rating_scale, solicitation, dimension, member, rating
-- Dimension `all` has the one member `all`; months are those of the project's time zone.
with scores as (
    select
        scores.*,
        strftime(scores.occurred_at at time zone 'UTC' at time zone windows.timezone, '%Y-%m') as month,
    from core.scores as scores
    cross join seed.windows as windows
),

members as (
    select
        rating_scale,
        solicitation,
        rating,
        customer_id,
        occurred_at,
        unnest([
            {dimension: 'all', member: 'all'},
            {dimension: 'source', member: source},
            {dimension: 'stage', member: stage},
            {dimension: 'touchpoint', member: touchpoint},
            {dimension: 'channel', member: channel},
            {dimension: 'month', member: month}
        ], recursive := true),
    from scores
),

groups as (
    select
        rating_scale,
        solicitation,
        dimension,
        member,
        count(distinct customer_id) as customer_count,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at,
    from members
    group by all
)

select
    members.rating_scale,
    members.solicitation,
    members.dimension,
    members.member,
    members.rating,
    count(*) as answer_count,
    any_value(groups.customer_count) as customer_count,
    any_value(groups.first_at) as first_at,
    any_value(groups.last_at) as last_at,
from members
inner join groups using (rating_scale, solicitation, dimension, member)
group by all
