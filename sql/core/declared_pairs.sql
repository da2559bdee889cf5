-- one row per pair of person keys that a source, or a hand, declares to be one person
-- key: from_node_number, to_node_number
-- kind: scaffold
with by_hand as (
    select
        min(node_number) over (partition by entry_id) as from_node_number,
        node_number as to_node_number,
        'by_hand' as link_reason,
    from core.overlay_keys
    where overlay_kind = 'join' and is_person
),

linked as (
    select
        least(one.node_number, other.node_number) as from_node_number,
        greatest(one.node_number, other.node_number) as to_node_number,
        min(links.link_reason) as link_reason,
    from staging.links as links
    inner join core.identity_keys as one on links.from_kind = one.identity_kind and links.from_hash = one.identity_hash
    inner join core.identity_keys as other
        on links.to_kind = other.identity_kind and links.to_hash = other.identity_hash
    group by all
)

select
    from_node_number,
    to_node_number,
    min(link_reason) as link_reason,
from (
    select * from linked
    union all
    select * from by_hand
)
where from_node_number <> to_node_number
group by from_node_number, to_node_number
