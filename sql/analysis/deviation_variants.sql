-- one row per plan, kind of deviation, touchpoint, variant and whether its journeys reached a goal
-- key: plan, move_kind, touchpoint, variant_id, is_finished
-- kind: scaffold
-- The variants with the deviation, and those that are compared, which may deviate elsewhere: of a skipped step those
-- that took it and came to a later one, of what is repeated or out of order those that met the touchpoint as planned,
-- of what is inserted all others that were aligned. Both sides are told by what went before the goal: whether a goal
-- was reached says else that a step was skipped on the way.
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

followed as (
    select
        moves.*,
        steps.plan_step_index,
        max(steps.plan_step_index) over (partition by moves.plan, moves.variant_id, moves.is_finished)
            as last_step_index,
    from analysis.early_moves as moves
    inner join analysis.plan_steps as steps using (plan, planned_step)
    where moves.move_kind = 'followed'
),

kept as (
    select
        deviations.*,
        followed.variant_id,
        followed.is_finished,
    from deviations
    inner join followed
        on deviations.plan = followed.plan
        and case deviations.move_kind
            when 'skipped'
                then
                    deviations.touchpoint = followed.planned_step
                    and followed.last_step_index > followed.plan_step_index
            else deviations.touchpoint = followed.touchpoint
        end
    where deviations.move_kind <> 'inserted'
    union
    select
        deviations.*,
        fits.variant_id,
        fits.is_finished,
    from deviations
    inner join analysis.variant_conformance as fits using (plan)
    where deviations.move_kind = 'inserted' and fits.conformance_method = 'alignment'
),

early as (
    select distinct
        plan,
        move_kind,
        touchpoint,
        variant_id,
        is_finished,
    from analysis.early_moves
    semi join deviations using (plan, move_kind, touchpoint)
),

sides as (
    select
        *,
        true as is_deviating,
    from early
    union all
    select
        *,
        false,
    from kept
    anti join early using (plan, move_kind, touchpoint, variant_id, is_finished)
)

select
    * exclude (is_told, is_deviating),
    coalesce(is_told, false) as is_told,
    is_deviating,
from sides
full join (select *, true as is_told from deviating) using (plan, move_kind, touchpoint, variant_id, is_finished)
