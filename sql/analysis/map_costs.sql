-- one row per map and stage with contacts that cost something
-- key: persona_id, scenario, stage
-- kind: scaffold
-- Steps of the map's customers at touchpoints of [costs], each at its cost, in the project's currency.
select
    touchpoints.persona_id,
    touchpoints.scenario,
    touchpoints.stage,
    sum(touchpoints.step_count)::bigint as contact_count,
    sum(touchpoints.step_count * costs.contact_cost_amount)::double as total_cost_amount,
from analysis.map_touchpoints as touchpoints
inner join seed.costs as costs on touchpoints.touchpoint = costs.touchpoint
group by all
