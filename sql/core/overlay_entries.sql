-- one row per key or customer that people named to be joined or split by hand
-- key: entry_id, overlay_key
-- The customer it is of tonight is null if nobody ever had such a key.
select
    entries.entry_id,
    entries.overlay_kind,
    entries.overlay_key,
    entries.key_number,
    entries.why,
    entries.written_by,
    found.customer_id as found_customer_id,
from seed.identity_overlay as entries
left join core.identities as found
    on entries.key_number = (md5_number_upper(found.identity_kind || ':' || found.identity_hash) >> 1)::bigint
