-- one row per identity key that people joined to others, or split from them, by hand
-- key: entry_id, node_number
-- kind: scaffold
-- A thing is named by the number a customer named after it would have: so a customer's id leads to one key for ever.
select distinct
    entries.entry_id,
    entries.overlay_kind,
    keys.node_number,
    keys.is_person,
from seed.identity_overlay as entries
inner join core.identity_keys as keys
    on entries.key_number = (md5_number_upper(keys.identity_kind || ':' || keys.identity_hash) >> 1)::bigint
