-- one row per step after which a customer goes on in the same session, or waits for the company
-- key: event_key
-- kind: view
-- hesitation: from an act of the customer to their next, on line, within a session gap. long_wait: until the company
-- acts; with [friction].waits = "all", until any step a session gap or more away.
select
    case
        when steps.milliseconds_to_next >= acts.session_gap_milliseconds or next_acts.is_company then 'long_wait'
        else 'hesitation'
    end as friction_kind,
    steps.customer_id,
    steps.event_key,
    steps.event_kind_id,
    steps.occurred_at,
    steps.touchpoint_code,
    steps.journey_index,
    steps.step_index,
    steps.milliseconds_to_next,
from core.steps as steps
inner join core.touchpoint_acts as acts using (touchpoint_code)
inner join core.touchpoint_acts as next_acts on steps.next_touchpoint_code = next_acts.touchpoint_code
where
    not acts.is_company
    and case
        when next_acts.is_company then true
        when steps.milliseconds_to_next >= acts.session_gap_milliseconds then acts.counts_all_waits
        else acts.is_online and next_acts.is_online
    end
