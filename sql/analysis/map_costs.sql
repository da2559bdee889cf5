-- one row per map and stage with contacts that cost something
-- key: persona_id, scenario, stage
-- kind: scaffold
-- Steps of the map's customers at touchpoints of [costs], each at its cost, in the project's currency.
with paid as (
    select
        visits.map_group,
        touchpoints.stage,
        count(distinct visits.customer_id) as customer_count,
    from analysis.map_visits as visits
    inner join core.touchpoints as touchpoints using (touchpoint_code)
    semi join seed.costs as costs on touchpoints.touchpoint = costs.touchpoint
    group by all
),

counted as (
    select
        groups.persona_id,
        groups.scenario,
        paid.stage,
        sum(paid.customer_count)::bigint as customer_count,
    from paid
    inner join analysis.map_groups as groups using (map_group)
    group by all
)

select
    counted.persona_id,
    counted.scenario,
    counted.stage,
    counted.customer_count,
    sum(touchpoints.step_count)::bigint as contact_count,
    sum(touchpoints.step_count * costs.contact_cost_amount)::double as total_cost_amount,
from analysis.map_touchpoints as touchpoints
inner join seed.costs as costs on touchpoints.touchpoint = costs.touchpoint
inner join counted
    on touchpoints.persona_id = counted.persona_id
    and touchpoints.scenario = counted.scenario
    and touchpoints.stage = counted.stage
group by all
