-- one row per invitation to answer, by [voice].invitations of the settings: names of events or of touchpoints
-- key: event_key
-- scope: customer
-- Answered is what the same customer answers, not unasked, within [voice].answer_within and before the next invitation.
with asked as (
    select event_key
    from core.rating_rows
    where is_solicited is distinct from false
    union
    select event_key
    from core.text_rows
    where is_solicited is distinct from false
),

answers as (
    select distinct
        events.customer_id,
        events.occurred_at,
    from core.customer_events as events
    semi join asked using (event_key)
),

kinds as (
    select kinds.event_kind_id
    from core.event_kinds as kinds
    semi join seed.invitation_names as names
        on lower(kinds.event_name) = names.event_name or lower(kinds.touchpoint) = names.event_name
),

invited as (
    select
        events.customer_id,
        events.event_key,
        events.event_kind_id,
        events.occurred_at,
        lead(events.occurred_at) over (
            partition by events.customer_id order by events.event_index
        ) as next_invited_at,
    from core.customer_events as events
    semi join kinds using (event_kind_id)
)

select
    invited.customer_id,
    invited.event_key,
    invited.event_kind_id,
    invited.occurred_at,
    coalesce(
        epoch_ms(answers.occurred_at) - epoch_ms(invited.occurred_at) <= windows.answer_milliseconds
        and (invited.next_invited_at is null or answers.occurred_at < invited.next_invited_at), false
    ) as is_answered,
from invited
cross join seed.invitations as windows
asof left join answers
    on invited.customer_id = answers.customer_id and invited.occurred_at <= answers.occurred_at
