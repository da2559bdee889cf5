-- one row per step after which a customer goes on in the same session, or waits for the company
-- key: event_key
-- kind: view
-- hesitation: from an act of the customer to their next, on line, within a session gap. long_wait: until the company
-- acts; with [friction].waits = "all", until any step a session gap or more away.
with company as (
    select
        touchpoint_code,
        bool_and(not is_customer_act) as is_company,
    from core.kind_roles
    where touchpoint_code is not null
    group by touchpoint_code
),

acts as (
    select
        names.touchpoint_code,
        company.is_company,
        names.channel_kind = 'online' as is_online,
    from core.touchpoint_names as names
    inner join company using (touchpoint_code)
)

select
    case
        when steps.milliseconds_to_next >= windows.session_gap_milliseconds or next_acts.is_company then 'long_wait'
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
inner join acts using (touchpoint_code)
inner join acts as next_acts on steps.next_touchpoint_code = next_acts.touchpoint_code
cross join seed.windows as windows
cross join seed.friction as friction
where
    not acts.is_company
    and case
        when next_acts.is_company then true
        when steps.milliseconds_to_next >= windows.session_gap_milliseconds then friction.counts_all_waits
        else acts.is_online and next_acts.is_online
    end
