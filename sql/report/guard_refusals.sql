-- one row per guard of identity and kind of key, with how many keys it refused to join
-- key: reason, identity_kind
-- The size of a refusal: how many ids, persons or devices made the guard refuse the key.
select
    reason,
    identity_kind,
    count(*) as key_count,
    max(size)::bigint as largest_size,
from core.identity_refusals
group by all
