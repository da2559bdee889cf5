-- one row per touchpoint: contacts of the same customer, and those that repeat one
-- key: touchpoint_code
-- scope: additive
-- Visits less than a session gap apart are one contact; a contact repeats the one before it where no more than
-- [contacts].repeat_within lies between them.
with visits as (
    select
        customer_id,
        touchpoint_code,
        epoch_ms(occurred_at) - epoch_ms(
            lag(occurred_at) over (
                partition by customer_id, touchpoint_code order by journey_index, step_index
            )
        ) as gap_milliseconds,
    from core.steps
)

select
    visits.touchpoint_code,
    count(*) as contact_count,
    count(distinct visits.customer_id) as customer_count,
    count(*) filter (visits.gap_milliseconds <= contacts.repeat_milliseconds) as repeat_count,
    count(distinct visits.customer_id) filter (visits.gap_milliseconds <= contacts.repeat_milliseconds)
        as repeat_customer_count,
from visits
cross join seed.contacts as contacts
cross join seed.windows as windows
where visits.gap_milliseconds is null or visits.gap_milliseconds >= windows.session_gap_milliseconds
group by visits.touchpoint_code
