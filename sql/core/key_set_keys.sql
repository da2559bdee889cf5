-- one row per identity key of a key set, of the kinds the project uses
-- key: key_set_id, identity_kind
-- kind: scaffold
with keys as (
    select
        key_set_id,
        first_seen_at,
        last_seen_at,
        unnest([
            {identity_kind: 'user_id', identity_hash: user_id_hash},
            {identity_kind: 'email', identity_hash: email_hash},
            {identity_kind: 'phone', identity_hash: phone_hash},
            {identity_kind: 'crm_id', identity_hash: crm_id_hash},
            {identity_kind: 'support_id', identity_hash: support_id_hash},
            {identity_kind: 'loyalty_id', identity_hash: loyalty_id_hash},
            {identity_kind: 'other_id', identity_hash: other_id_hash},
            {identity_kind: 'device', identity_hash: device_hash}
        ], recursive := true),
    from staging.key_sets
)

select
    keys.key_set_id,
    keys.identity_kind,
    keys.identity_hash,
    kinds.kind_rank,
    kinds.is_person,
    keys.first_seen_at,
    keys.last_seen_at,
from keys
inner join seed.identity_kinds as kinds using (identity_kind)
where keys.identity_hash is not null
