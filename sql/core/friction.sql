-- one row per friction event: rage_click, dead_click, quick_back, u_turn, hesitation, repeat_contact, reopen, long_wait
-- key: event_key, friction_kind
-- Journey and step are null where the event is no step of a journey itself.
select
    own.customer_id,
    own.friction_kind,
    own.occurred_at,
    own.touchpoint_code,
    own.page_code,
    own.journey_index,
    own.step_index,
    own.event_key,
from core.own_friction as own
union all
select
    steps.customer_id,
    steps.friction_kind,
    steps.occurred_at,
    steps.touchpoint_code,
    kinds.page_code,
    steps.journey_index,
    steps.step_index,
    steps.event_key,
from core.timed_steps as steps
inner join core.friction_limits as limits using (touchpoint_code, friction_kind)
inner join core.kind_roles as kinds using (event_kind_id)
where steps.milliseconds_to_next > limits.limit_milliseconds
