-- one row per map, stage, rating scale, whether it was asked for, and rating given
-- key: persona_id, scenario, stage, rating_scale, solicitation, rating
-- kind: scaffold
-- customer_count is of the scale as a whole, not of the rating: whoever gave several ratings counts once.
with answers as (
    select
        members.map_group,
        scores.customer_id,
        scores.stage,
        scores.rating_scale,
        scores.solicitation,
        scores.rating,
    from core.scores as scores
    inner join analysis.map_members as members using (customer_id)
    where scores.stage is not null
),

counted as (
    select
        map_group,
        stage,
        rating_scale,
        solicitation,
        rating,
        count(*) as answer_count,
    from answers
    group by all
),

customers as (
    select
        map_group,
        stage,
        rating_scale,
        solicitation,
        count(distinct customer_id) as customer_count,
    from answers
    group by all
),

sizes as (
    select
        groups.persona_id,
        groups.scenario,
        customers.stage,
        customers.rating_scale,
        customers.solicitation,
        sum(customers.customer_count)::bigint as customer_count,
    from customers
    inner join analysis.map_groups as groups using (map_group)
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.stage,
    counted.rating_scale,
    counted.solicitation,
    counted.rating,
    sum(counted.answer_count)::bigint as answer_count,
    any_value(sizes.customer_count) as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
inner join sizes
    on groups.persona_id = sizes.persona_id
    and groups.scenario = sizes.scenario
    and counted.stage = sizes.stage
    and counted.rating_scale = sizes.rating_scale
    and counted.solicitation = sizes.solicitation
group by all
