-- one row per event that leads to a customer
-- key: event_key
-- scope: customer
-- In the order of (occurred_at, received_at, the source's sequence or else the row in its file, event_key), nulls last.
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

described as (
    select
        events.*,
        epoch_ms(events.occurred_at) as occurred_ms,
        kinds.touchpoint_code,
        kinds.touchpoint_code is not null as is_step,
        kinds.goal_rank,
        kinds.is_customer_act,
    from identified as events
    inner join core.event_kinds as kinds using (event_kind_id)
    anti join core.set_apart using (event_key)
),

neighbours as (
    select
        event_key,
        customer_id,
        event_kind_id,
        occurred_at,
        occurred_ms,
        touchpoint_code,
        is_step,
        goal_rank,
        is_customer_act,
        row_number() over events_of as event_index,
        count(touchpoint_code) over events_of as step_count,
        lag(case when is_customer_act then occurred_ms end ignore nulls) over events_of as last_act_ms,
        -- one number for two facts of the step before: when it was, and (last bit) whether it was a goal
        lag(case when is_step then occurred_ms * 2 + (goal_rank is not null)::integer end ignore nulls)
            over events_of as last_step,
        lead(touchpoint_code ignore nulls) over events_of as next_touchpoint_code,
        lead(case when is_step then occurred_ms end ignore nulls) over events_of as next_ms,
    from described
    window events_of as (
        partition by customer_id
        order by occurred_at, received_at nulls last, coalesce(sequence_number, row_number), event_key
        rows unbounded preceding
    )
),

flagged as (
    select
        neighbours.*,
        is_customer_act and coalesce(occurred_ms - last_act_ms >= session_gap_milliseconds, true) as starts_session,
        is_step
        and (
            last_step is null
            or (ends_at <> 'customer' and occurred_ms - last_step // 2 >= journey_gap_milliseconds)
            or (ends_at = 'goal' and last_step % 2 = 1)
        ) as starts_journey,
        coalesce(ends_at <> 'customer' and next_ms - occurred_ms >= journey_gap_milliseconds, false)
        or (ends_at = 'goal' and goal_rank is not null) as ends_journey,
        session_cap_milliseconds,
    from neighbours
    cross join seed.windows
),

placed as (
    select
        *,
        last_value(case when starts_session then occurred_ms end ignore nulls) over so_far as visit_ms,
        last_value(case when starts_journey then step_count end ignore nulls) over so_far as first_step_count,
        count(case when starts_journey then 1 end) over so_far as journey_number,
    from flagged
    window so_far as (partition by customer_id order by event_index rows unbounded preceding)
)

select
    event_key,
    customer_id,
    event_kind_id,
    occurred_at,
    event_index::integer as event_index,
    -- a visit longer than the cap is cut into whole caps
    case
        when is_customer_act
            then visit_ms + (occurred_ms - visit_ms) // session_cap_milliseconds * session_cap_milliseconds
    end as session_started_ms,
    touchpoint_code,
    goal_rank,
    case when is_step then journey_number::integer end as journey_number,
    case when is_step then (step_count - first_step_count + 1)::integer end as step_number,
    case when is_step and not ends_journey then next_touchpoint_code end as next_touchpoint_code,
    case when is_step and not ends_journey then next_ms - occurred_ms end as milliseconds_to_next,
from placed
