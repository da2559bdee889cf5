-- one row per combination of identity keys seen on a row
-- key: key_set_id
-- An empty text is no identity: else all blanks would become one customer.
select
    key_set_id,
    any_value(nullif(user_id_hash, '')) as user_id_hash,
    any_value(nullif(email_hash, '')) as email_hash,
    any_value(nullif(phone_hash, '')) as phone_hash,
    any_value(nullif(crm_id_hash, '')) as crm_id_hash,
    any_value(nullif(support_id_hash, '')) as support_id_hash,
    any_value(nullif(loyalty_id_hash, '')) as loyalty_id_hash,
    any_value(nullif(other_id_hash, '')) as other_id_hash,
    any_value(nullif(device_hash, '')) as device_hash,
    any_value(nullif(object_hash, '')) as object_hash,
    any_value(nullif(account_hash, '')) as account_hash,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at,
from raw.key_sets
where key_set_id is not null
group by key_set_id
