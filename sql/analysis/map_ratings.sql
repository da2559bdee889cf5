-- one row per map, stage, rating scale, whether it was asked for, and rating given
-- key: persona_id, scenario, stage, rating_scale, solicitation, rating
-- kind: scaffold
with counted as (
    select
        members.map_group,
        scores.stage,
        scores.rating_scale,
        scores.solicitation,
        scores.rating,
        count(*) as answer_count,
    from core.scores as scores
    inner join analysis.map_members as members using (customer_id)
    where scores.stage is not null
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
from counted
inner join analysis.map_groups as groups using (map_group)
group by all
