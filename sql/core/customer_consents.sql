-- one row per customer who ever said, in a record or beside an event, whether they may be profiled, as stated last
-- key: customer_id
-- scope: customer
-- Of two statements of one moment the refusal holds. What is said on a shared device with nobody logged in is nobody's.
with stated as (
    select
        customers.customer_id,
        events.occurred_at as stated_at,
        words.has_consent,
    from core.event_rows as events
    inner join seed.privacy_rules as rules on contains(events.props, rules.consent_mark)
    inner join seed.consent_words as words
        on lower(trim(json_extract_string(events.props, rules.consent_path))) = words.statement
    inner join core.key_set_customers as customers using (key_set_id)
    where not customers.is_shared_device
    union all
    select
        customer_id,
        stated_at,
        has_consent,
    from core.person_consents
)

select
    customer_id,
    arg_max(has_consent, {stated_at: stated_at, refuses: not has_consent}) as has_consent,
    max(stated_at) as stated_at,
from stated
group by customer_id
