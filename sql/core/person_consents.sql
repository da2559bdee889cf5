-- one row per customer whose records say whether they may be profiled, as stated last
-- key: customer_id
-- Of two statements of one moment the refusal holds.
with stated as (
    select
        customers.customer_id,
        coalesce(people.updated_at, timestamp '-infinity') as stated_at,
        lower(trim(json_extract_string(people.props, rules.consent_path))) as statement,
    from staging.people as people
    inner join core.key_set_customers as customers using (key_set_id)
    inner join seed.privacy_rules as rules on contains(people.props, rules.consent_mark)
),

read as (
    select
        customer_id,
        stated_at,
        case
            when
                statement in (
                    'true', 't', 'yes', 'y', '1', 'granted', 'given', 'accepted', 'opt-in', 'opt_in', 'opted_in'
                )
                then true
            when
                statement in (
                    'false', 'f', 'no', 'n', '0', 'denied', 'refused', 'rejected', 'withdrawn', 'revoked', 'opt-out',
                    'opt_out', 'opted_out'
                )
                then false
        end as has_consent,
    from stated
)

select
    customer_id,
    arg_max(has_consent, {stated_at: stated_at, refuses: not has_consent}) as has_consent,
    max(stated_at) as stated_at,
from read
where has_consent is not null
group by customer_id
