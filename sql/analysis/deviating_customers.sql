-- one row per plan, kind of deviation and touchpoint
-- key: plan, move_kind, touchpoint
-- kind: scaffold
with deviations as (
    select distinct
        plan,
        variant_id,
        is_finished,
        move_kind,
        touchpoint,
    from analysis.variant_moves
    where move_kind <> 'followed'
)

select
    deviations.plan,
    deviations.move_kind,
    deviations.touchpoint,
    count(distinct journeys.customer_id) as customer_count,
from deviations
inner join analysis.planned_journeys as journeys using (plan, variant_id, is_finished)
group by deviations.plan, deviations.move_kind, deviations.touchpoint
