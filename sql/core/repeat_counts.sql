-- one row per touchpoint: contacts of the same customer, and those that repeat one
-- key: touchpoint_code
-- scope: additive
-- Visits less than a session gap apart are one contact; a contact repeats the one before it where no more than
-- [contacts].repeat_within lies between them.
select
    contacts.touchpoint_code,
    count(*) as contact_count,
    count(distinct contacts.customer_id) as customer_count,
    count(*) filter (contacts.milliseconds_since_last <= repeats.repeat_milliseconds) as repeat_count,
    count(distinct contacts.customer_id) filter (contacts.milliseconds_since_last <= repeats.repeat_milliseconds)
        as repeat_customer_count,
from core.contacts as contacts
cross join seed.contacts as repeats
cross join seed.windows as windows
where contacts.milliseconds_since_last is null or contacts.milliseconds_since_last >= windows.session_gap_milliseconds
group by contacts.touchpoint_code
