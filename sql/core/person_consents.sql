-- one row per customer whose records say whether they may be profiled, as stated last
-- key: customer_id
-- Of two statements of one moment the refusal holds.
with stated as (
    select
        customers.customer_id,
        coalesce(people.updated_at, timestamp '-infinity') as stated_at,
        words.has_consent,
    from staging.people as people
    inner join core.key_set_customers as customers using (key_set_id)
    inner join seed.privacy_rules as rules on contains(people.props, rules.consent_mark)
    inner join seed.consent_words as words
        on lower(trim(json_extract_string(people.props, rules.consent_path))) = words.statement
)

select
    customer_id,
    arg_max(has_consent, {stated_at: stated_at, refuses: not has_consent}) as has_consent,
    max(stated_at) as stated_at,
from stated
group by customer_id
