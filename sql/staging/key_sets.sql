-- one row per combination of identity keys seen on a row
-- key: key_set_id
-- An empty text is no identity: else all blanks would become one customer. Most combinations come once; they pass as
-- they are, since grouping long texts is the dearest part of finding who is who.
with repeated as materialized (
    select key_set_id
    from raw.key_sets
    where key_set_id is not null
    group by key_set_id
    having count(*) > 1
),

combined as (
    select
        key_set_id,
        any_value(user_id_hash) as user_id_hash,
        any_value(email_hash) as email_hash,
        any_value(phone_hash) as phone_hash,
        any_value(crm_id_hash) as crm_id_hash,
        any_value(support_id_hash) as support_id_hash,
        any_value(loyalty_id_hash) as loyalty_id_hash,
        any_value(other_id_hash) as other_id_hash,
        any_value(device_hash) as device_hash,
        any_value(object_hash) as object_hash,
        any_value(account_hash) as account_hash,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
    from raw.key_sets
    where key_set_id in (select key_set_id from repeated)
    group by key_set_id
    union all
    select
        key_set_id,
        user_id_hash,
        email_hash,
        phone_hash,
        crm_id_hash,
        support_id_hash,
        loyalty_id_hash,
        other_id_hash,
        device_hash,
        object_hash,
        account_hash,
        first_seen_at,
        last_seen_at,
    from raw.key_sets
    where key_set_id is not null and key_set_id not in (select key_set_id from repeated)
)

select
    key_set_id,
    nullif(user_id_hash, '') as user_id_hash,
    nullif(email_hash, '') as email_hash,
    nullif(phone_hash, '') as phone_hash,
    nullif(crm_id_hash, '') as crm_id_hash,
    nullif(support_id_hash, '') as support_id_hash,
    nullif(loyalty_id_hash, '') as loyalty_id_hash,
    nullif(other_id_hash, '') as other_id_hash,
    nullif(device_hash, '') as device_hash,
    nullif(object_hash, '') as object_hash,
    nullif(account_hash, '') as account_hash,
    first_seen_at,
    last_seen_at,
from combined
