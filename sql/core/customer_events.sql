-- one row per event that leads to a customer
-- key: event_key
-- scope: customer
-- Event order is (occurred_at, received_at, sequence_number, row_number, event_id), nulls last. Two window passes make
-- all that later tables count: the neighbours of an event, then the visit and the journey it falls in.
with identified as (
    select events.*, customers.customer_id
    from core.event_rows as events
    inner join core.key_set_customers as customers using (key_set_id)
    where not customers.is_shared_device
    union all
    select events.*, customers.customer_id
    from core.event_rows as events
    inner join core.shared_device_events as customers using (event_key)
),

neighbours as (
    select
        events.event_key,
        events.customer_id,
        events.event_kind_id,
        events.occurred_at,
        epoch_ms(events.occurred_at) as occurred_ms,
        kinds.touchpoint_code,
        kinds.goal_rank,
        kinds.is_customer_act,
        row_number() over events_of as event_index,
        count(kinds.touchpoint_code) over events_of as step_count,
        lag(case when kinds.is_customer_act then epoch_ms(events.occurred_at) end ignore nulls)
            over events_of as act_ms,
        lag(case when kinds.touchpoint_code is not null then epoch_ms(events.occurred_at) end ignore nulls)
            over events_of as step_ms,
        lag(case when kinds.touchpoint_code is not null then coalesce(kinds.goal_rank, 0) end ignore nulls)
            over events_of as step_goal,
        lead(kinds.touchpoint_code ignore nulls) over events_of as next_touchpoint_code,
        lead(case when kinds.touchpoint_code is not null then epoch_ms(events.occurred_at) end ignore nulls)
            over events_of as next_ms,
    from identified as events
    inner join core.event_kinds as kinds using (event_kind_id)
    window events_of as (
        partition by events.customer_id
        order by
            events.occurred_at,
            events.received_at nulls last,
            events.sequence_number nulls last,
            events.row_number,
            events.event_id,
            events.event_key
        rows unbounded preceding
    )
),

flagged as (
    select
        neighbours.*,
        is_customer_act and coalesce(occurred_ms - act_ms >= session_gap_milliseconds, true) as starts_session,
        touchpoint_code is not null
        and (
            step_ms is null
            or (ends_at <> 'customer' and occurred_ms - step_ms >= journey_gap_milliseconds)
            or (ends_at = 'goal' and step_goal > 0)
        ) as starts_journey,
        (ends_at <> 'customer' and next_ms - occurred_ms >= journey_gap_milliseconds)
        or (ends_at = 'goal' and goal_rank > 0) as ends_journey,
        windows.session_cap_milliseconds,
    from neighbours
    cross join seed.windows as windows
),

placed as (
    select
        *,
        max(case when starts_session then occurred_ms end) over so_far as activity_ms,
        count(*) filter (starts_journey) over so_far as journey_number,
        max(case when starts_journey then step_count end) over so_far as journey_step_count,
    from flagged
    window so_far as (partition by customer_id order by event_index rows unbounded preceding)
)

select
    event_key,
    customer_id,
    event_kind_id,
    occurred_at,
    event_index::integer as event_index,
    case
        when is_customer_act
            then activity_ms + (occurred_ms - activity_ms) // session_cap_milliseconds * session_cap_milliseconds
    end as session_started_ms,
    touchpoint_code,
    goal_rank,
    case when touchpoint_code is not null then journey_number::integer end as journey_number,
    case when touchpoint_code is not null then (step_count - journey_step_count + 1)::integer end as step_number,
    case when not coalesce(ends_journey, false) then next_touchpoint_code end as next_touchpoint_code,
    case when not coalesce(ends_journey, false) then next_ms - occurred_ms end as milliseconds_to_next,
from placed
