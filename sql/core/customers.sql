-- one row per customer
-- key: customer_id
-- Of each attribute the value updated last is shown; a record that does not say when is older than all that do.
with keys as (
    select
        customer_id,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        bool_or(identity_kind <> 'device') as is_known,
        count(*) as identity_count,
    from core.identities
    group by customer_id
),

people as (
    select
        customers.customer_id,
        -- a null within a struct would come after every time
        {
            updated_at: coalesce(people.updated_at, timestamp '-infinity'),
            record: people.record_id_hash
        } as recency,
        people.*,
    from staging.people as people
    inner join core.key_set_customers as customers using (key_set_id)
),

attributes as (
    select
        customer_id,
        arg_max(age_band, recency) as age_band,
        arg_max(education_band, recency) as education_band,
        arg_max(income_band, recency) as income_band,
        arg_max(family_band, recency) as family_band,
        arg_max(job_role, recency) as job_role,
        arg_max(industry, recency) as industry,
        arg_max(interests, recency) as interests,
        arg_max(heard_from, recency) as heard_from,
        arg_max(country, recency) as country,
        arg_max(language, recency) as language,
        arg_max(lifetime_value_amount, recency) as lifetime_value_amount,
        arg_max(props, recency) as props,
    from people
    group by customer_id
)

select
    keys.*,
    attributes.* exclude (customer_id),
from keys
left join attributes using (customer_id)
