-- one row per unit of counting, kind of place, and visit: steps in a row at the same place within a journey
-- key: wait_unit, place_kind, customer_id, unit_index, visit_number
-- kind: scaffold
-- Places are stages, and the thirty touchpoints that most customers come to. A unit is a journey, or all that one
-- customer did (unit_index 0). Of a very large warehouse, the visits of the customers whose paths are drawn.
with shown as (
    select
        touchpoint_code,
        names.touchpoint,
    from core.touchpoint_counts as counts
    inner join core.touchpoint_names as names using (touchpoint_code)
    order by counts.customer_count desc, names.touchpoint
    limit 30
),

steps as (
    select
        'touchpoint' as place_kind,
        shown.touchpoint as place,
        steps.customer_id,
        steps.journey_index,
        steps.step_index,
        steps.occurred_at,
    from core.steps as steps
    inner join analysis.drawn_customers using (customer_id)
    inner join shown using (touchpoint_code)
    union all
    select
        'stage',
        names.stage,
        steps.customer_id,
        steps.journey_index,
        steps.step_index,
        steps.occurred_at,
    from core.steps as steps
    inner join analysis.drawn_customers using (customer_id)
    inner join core.touchpoint_names as names using (touchpoint_code)
    where names.stage_rank is not null
),

visits as (
    select
        place_kind,
        place,
        customer_id,
        journey_index,
        epoch_ms(occurred_at) as began_ms,
        row_number() over walk as visit_number,
    from steps
    window walk as (partition by place_kind, customer_id order by journey_index, step_index)
    qualify place is distinct from lag(place) over walk or journey_index is distinct from lag(journey_index) over walk
)

select
    'journey' as wait_unit,
    journey_index as unit_index,
    visits.* exclude (journey_index),
from visits
union all
select
    'customer',
    0,
    visits.* exclude (journey_index),
from visits
