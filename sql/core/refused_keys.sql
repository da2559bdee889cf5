-- one row per key that was left out where files were landed, since it names nobody in particular
-- key: identity_kind, identity_hash
-- An office's mailbox stands on the rows of many people.
select
    identity_kind,
    identity_hash,
    min(reason) as reason,
    sum(row_count)::bigint as row_count,
from raw.refused_keys
group by identity_kind, identity_hash
