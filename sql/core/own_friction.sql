-- one row per friction that a customer's own events show, without those of others beside them
-- key: event_key, friction_kind
-- scope: customer
-- rage_click: core.rage_clicks. dead_click: nothing follows for longer than the limit, and the session goes on.
-- quick_back: to a page and back to the one before in less than the limit. u_turn: touchpoints A, B, A in a journey, at
-- B. repeat_contact: within [contacts].repeat_within, but not in the same visit. reopen: where the matter last stood
-- with the company, else where it was opened again.
with company_steps as (
    select
        steps.customer_id,
        steps.occurred_at,
        arg_max(
            steps.touchpoint_code, steps.journey_index::bigint * 2147483648 + steps.step_index
        ) as touchpoint_code,
    from core.steps as steps
    inner join core.kind_roles as kinds using (event_kind_id)
    inner join core.touchpoint_names as names on steps.touchpoint_code = names.touchpoint_code
    inner join seed.friction_words as stages on names.stage = stages.word and stages.role = 'contact_stage'
    where not kinds.is_customer_act
    group by steps.customer_id, steps.occurred_at
),

events as (
    select 'rage_click' as friction_kind, customer_id, event_key, occurred_at, touchpoint_code, page_code
    from core.rage_clicks
    union all
    select 'dead_click', customer_id, event_key, occurred_at, touchpoint_code, page_code
    from core.clicks
    cross join seed.friction
    where milliseconds_to_next_event > dead_milliseconds
    union all
    select 'quick_back', customer_id, event_key, occurred_at, touchpoint_code, page_code
    from core.page_visits
    cross join seed.friction
    where before_page_code = after_page_code and milliseconds_to_next_page < quick_back_milliseconds
    union all
    select
        'reopen',
        events.customer_id,
        events.event_key,
        events.occurred_at,
        coalesce(before.touchpoint_code, events.touchpoint_code),
        null,
    from core.customer_events as events
    inner join core.kind_roles as kinds on events.event_kind_id = kinds.event_kind_id and kinds.is_reopening
    asof left join company_steps as before
        on events.customer_id = before.customer_id and events.occurred_at > before.occurred_at
),

found as (
    select events.*, steps.event_kind_id, steps.journey_index, steps.step_index
    from events
    left join core.steps as steps using (event_key)
    union all by name
    select
        'u_turn' as friction_kind,
        steps.* exclude (next_touchpoint_code, milliseconds_to_next, goal_rank, channel_code),
    from core.steps as steps
    semi join core.turns using (customer_id, journey_index, step_index)
    union all by name
    select 'repeat_contact' as friction_kind, contacts.* exclude (milliseconds_since_last)
    from core.contacts as contacts
    inner join core.kind_roles as kinds using (event_kind_id)
    cross join seed.contacts as repeats
    cross join seed.windows as windows
    where
        kinds.is_contact
        and contacts.milliseconds_since_last between windows.session_gap_milliseconds and repeats.repeat_milliseconds
)

select
    found.friction_kind,
    found.customer_id,
    found.event_key,
    found.occurred_at,
    found.touchpoint_code,
    coalesce(found.page_code, kinds.page_code) as page_code,
    found.journey_index,
    found.step_index,
from found
left join core.kind_roles as kinds using (event_kind_id)
