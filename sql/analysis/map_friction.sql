-- one row per map and stage in which customers met friction
-- key: persona_id, scenario, stage
-- kind: scaffold
-- Of the kinds [friction].index names, as in marts.friction_index.
with met as (
    select distinct
        members.map_group,
        members.customer_id,
        names.stage,
    from core.friction as friction
    inner join analysis.map_members as members using (customer_id)
    inner join core.touchpoint_names as names using (touchpoint_code)
    semi join seed.friction_words as kinds on friction.friction_kind = kinds.word and kinds.role = 'index_kind'
),

counted as (
    select
        map_group,
        stage,
        count(*) as customer_count,
    from met
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.stage,
    sum(counted.customer_count)::bigint as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
group by all
