-- one row per link a source declares between two identity keys
-- key: from_kind, from_hash, to_kind, to_hash
select
    from_kind,
    from_hash,
    to_kind,
    to_hash,
    min(link_reason) as link_reason,
    min(linked_at) as linked_at,
from raw.links
where nullif(from_hash, '') is not null and nullif(to_hash, '') is not null
group by from_kind, from_hash, to_kind, to_hash
