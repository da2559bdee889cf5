-- one row per identity key of a key set
-- key: key_set_id, identity_kind
-- kind: view
select
    key_set_id,
    'user_id' as identity_kind,
    user_id_hash as identity_hash,
    first_seen_at,
    last_seen_at,
from staging.key_sets
where user_id_hash is not null
union all
select key_set_id, 'email', email_hash, first_seen_at, last_seen_at
from staging.key_sets
where email_hash is not null
union all
select key_set_id, 'phone', phone_hash, first_seen_at, last_seen_at
from staging.key_sets
where phone_hash is not null
union all
select key_set_id, 'crm_id', crm_id_hash, first_seen_at, last_seen_at
from staging.key_sets
where crm_id_hash is not null
union all
select key_set_id, 'support_id', support_id_hash, first_seen_at, last_seen_at
from staging.key_sets
where support_id_hash is not null
union all
select key_set_id, 'loyalty_id', loyalty_id_hash, first_seen_at, last_seen_at
from staging.key_sets
where loyalty_id_hash is not null
union all
select key_set_id, 'other_id', other_id_hash, first_seen_at, last_seen_at
from staging.key_sets
where other_id_hash is not null
union all
select key_set_id, 'device', device_hash, first_seen_at, last_seen_at
from staging.key_sets
where device_hash is not null
