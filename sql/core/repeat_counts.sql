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
            lag(occurred_at) over (partition by customer_id, touchpoint_code order by occurred_at)
        ) as milliseconds_since_last,
    from core.steps
),

customers as (
    select
        visits.touchpoint_code,
        count(*) as contact_count,
        count(case when visits.milliseconds_since_last <= repeats.repeat_milliseconds then 1 end) as repeat_count,
    from visits
    cross join seed.contacts as repeats
    cross join seed.windows as windows
    where visits.milliseconds_since_last is null or visits.milliseconds_since_last >= windows.session_gap_milliseconds
    group by visits.customer_id, visits.touchpoint_code
)

select
    touchpoint_code,
    sum(contact_count)::bigint as contact_count,
    count(*) as customer_count,
    sum(repeat_count)::bigint as repeat_count,
    count(*) filter (repeat_count > 0) as repeat_customer_count,
from customers
group by touchpoint_code
