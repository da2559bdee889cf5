-- one row per identity key: the numbered nodes of the identity graph
-- key: node_number
-- kind: scaffold
with seen as (
    select identity_kind, identity_hash, first_seen_at, last_seen_at
    from staging.key_set_keys
    union all
    select from_kind, from_hash, linked_at, linked_at
    from staging.links
    union all
    select to_kind, to_hash, linked_at, linked_at
    from staging.links
),

keys as (
    select
        identity_kind,
        identity_hash,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
    from seen
    group by identity_kind, identity_hash
)

select
    (row_number() over (order by kinds.kind_rank, keys.identity_hash) - 1)::integer as node_number,
    keys.identity_kind,
    keys.identity_hash,
    kinds.kind_rank,
    kinds.is_person,
    kinds.at_most,
    keys.first_seen_at,
    keys.last_seen_at,
from keys
inner join seed.identity_kinds as kinds using (identity_kind)
