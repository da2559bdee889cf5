-- one row per map, stage and owner of touchpoints met in it
-- key: persona_id, scenario, stage, owner
-- kind: scaffold
with met as (
    select distinct
        visits.customer_id,
        visits.map_group,
        touchpoints.stage,
        touchpoints.owner,
    from analysis.map_visits as visits
    inner join core.touchpoints as touchpoints using (touchpoint_code)
    where touchpoints.owner is not null
),

counted as (
    select
        map_group,
        stage,
        owner,
        count(*) as customer_count,
    from met
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.stage,
    counted.owner,
    sum(counted.customer_count)::bigint as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
group by all
