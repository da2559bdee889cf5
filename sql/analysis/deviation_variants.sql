-- one row per plan, kind of deviation, touchpoint, variant and whether its journeys reached a goal
-- key: plan, move_kind, touchpoint, variant_id, is_finished
-- kind: scaffold
-- The variants with the deviation, and those they are compared with, which may deviate elsewhere: of a skipped step
-- those that took it, of what is repeated or out of order those that met the touchpoint as planned, of what is inserted
-- all others that were aligned.
with deviating as (
    select distinct
        plan,
        move_kind,
        touchpoint,
        variant_id,
        is_finished,
    from analysis.variant_moves
    where move_kind <> 'followed'
),

deviations as (
    select distinct
        plan,
        move_kind,
        touchpoint,
    from deviating
),

kept as (
    select
        deviations.*,
        moves.variant_id,
        moves.is_finished,
    from deviations
    inner join analysis.variant_moves as moves
        on deviations.plan = moves.plan
        and deviations.touchpoint = if(deviations.move_kind = 'skipped', moves.planned_step, moves.touchpoint)
    where deviations.move_kind <> 'inserted' and moves.move_kind = 'followed'
    union
    select
        deviations.*,
        fits.variant_id,
        fits.is_finished,
    from deviations
    inner join analysis.variant_conformance as fits using (plan)
    where deviations.move_kind = 'inserted' and fits.conformance_method = 'alignment'
)

select
    *,
    true as is_deviating,
from deviating
union all
select
    *,
    false,
from kept
anti join deviating using (plan, move_kind, touchpoint, variant_id, is_finished)
