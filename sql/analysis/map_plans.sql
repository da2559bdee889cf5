-- one row per map, plan, kind of move and planned step (of what was followed) or touchpoint (of what deviates)
-- key: persona_id, scenario, plan, move_kind, place
-- kind: scaffold
-- Journeys and customers of the map that made the move at least once; `held` are all journeys held against the plan.
-- Deviations that the plan accepts are left out.
with moves as (
    select
        journeys.plan,
        journeys.journey_id,
        journeys.customer_id,
        moves.move_kind,
        case when moves.move_kind = 'followed' then moves.planned_step else moves.touchpoint end as place,
    from analysis.conformance as journeys
    inner join analysis.variant_moves as moves
        on journeys.plan = moves.plan
        and journeys.variant_id = moves.variant_id
        and moves.is_finished = (journeys.status = 'converted')
    where moves.move_kind = 'followed' or not moves.is_accepted
    union all
    select
        plan,
        journey_id,
        customer_id,
        'held',
        '',
    from analysis.conformance
),

counted as (
    select
        members.map_group,
        moves.plan,
        moves.move_kind,
        moves.place,
        count(distinct moves.journey_id) as journey_count,
        count(distinct moves.customer_id) as customer_count,
    from moves
    inner join analysis.map_members as members using (customer_id)
    where moves.place is not null
    group by all
)

select
    groups.persona_id,
    groups.scenario,
    counted.plan,
    counted.move_kind,
    counted.place,
    sum(counted.journey_count)::bigint as journey_count,
    sum(counted.customer_count)::bigint as customer_count,
from counted
inner join analysis.map_groups as groups using (map_group)
group by all
