-- one row per step at a touchpoint of contacts, with the time since the same customer's step before at it
-- key: customer_id, journey_index, step_index
-- kind: view
select
    customer_id,
    journey_index,
    step_index,
    touchpoint_code,
    occurred_at,
    event_key,
    event_kind_id,
    epoch_ms(occurred_at) - epoch_ms(
        lag(occurred_at) over (
            partition by customer_id, touchpoint_code order by journey_index, step_index
        )
    ) as milliseconds_since_last,
from core.steps
semi join (
    select touchpoint_code
    from core.kind_roles
    where is_contact
) as roles using (touchpoint_code)
