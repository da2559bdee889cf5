-- one row per plan, variant and whether its journeys reached a goal, of the 5,000 most travelled of each plan
-- key: plan, variant_id, is_finished
-- kind: scaffold
-- Beyond 5,000 steps a variant is not handed over: no such journey can be read against a plan.
with counted as (
    select
        plan,
        variant_id,
        is_finished,
        count(*) as journey_count,
    from analysis.planned_journeys
    group by plan, variant_id, is_finished
)

select
    counted.plan,
    counted.variant_id,
    counted.is_finished,
    variants.touchpoints,
    counted.journey_count,
from counted
inner join marts.variants as variants using (variant_id)
where variants.step_count <= 5000
qualify row_number() over (
    partition by counted.plan order by counted.journey_count desc, counted.variant_id, counted.is_finished
) <= 5000
