-- one row per guard of identity and kind of key, with how many keys it refused to join
-- key: reason, identity_kind
-- The size of a refusal: how many ids, persons or devices made the guard refuse the key;
-- of an office's mailbox, its rows.
select
    reason,
    identity_kind,
    count(*) as key_count,
    max(size)::bigint as largest_size,
from core.identity_refusals
group by all
union all
select
    reason,
    identity_kind,
    count(*) as key_count,
    max(row_count) as largest_size,
from core.refused_keys
group by all
