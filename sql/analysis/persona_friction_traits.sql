-- one row per customer and friction they met, and per touchpoint they came to where anybody met some
-- key: customer_id, trait_kind, trait
-- kind: view
-- nullable: trait
-- Clicks in anger, dead clicks, contacts repeated and matters reopened are faults, wherever they happen: anybody could
-- have met one. Hesitations, waits, hasty returns and turns are part of being somewhere: known are those who came. To
-- and fro (A, B, A) at what customers do themselves is taken for a workaround: it may tell a need that nobody names.
with acts as (
    select distinct touchpoint_code
    from core.event_kinds
    where is_customer_act
),

frictions as (
    select distinct
        friction.customer_id,
        friction.touchpoint_code,
        names.touchpoint,
        friction.friction_kind,
        case
            when friction.friction_kind = 'u_turn' then 'workaround'
            when friction.friction_kind in ('hesitation', 'long_wait', 'quick_back') then 'friction'
            else 'fault'
        end as kind,
    from core.friction as friction
    inner join core.touchpoint_names as names using (touchpoint_code)
    left join acts on friction.touchpoint_code = acts.touchpoint_code
    where
        friction.customer_id is not null
        and (friction.friction_kind <> 'u_turn' or acts.touchpoint_code is not null)
),

places as (
    select distinct
        touchpoint_code,
        kind || ': ' || touchpoint as trait_kind,
    from frictions
    where kind <> 'fault'
)

select distinct
    steps.customer_id,
    places.trait_kind,
    null as trait,
from core.steps as steps
inner join places using (touchpoint_code)
union all
select customer_id, kind || ': ' || touchpoint, friction_kind
from frictions
where kind <> 'fault'
union all
select customer_id, kind, friction_kind || ': ' || touchpoint
from frictions
where kind = 'fault'
