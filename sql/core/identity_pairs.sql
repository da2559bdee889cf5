-- one row per pair of person keys seen on one row, or declared to be one person
-- key: from_node_number, to_node_number
-- kind: scaffold
-- A pair is refused where one key is met with more ids of the other's kind than a customer may have: such a key is a
-- shared mailbox, a shop's telephone or a test account. What a source declares is never refused.
with met as (
    select distinct
        one.node_number as from_node_number,
        other.node_number as to_node_number,
    from core.key_set_nodes as one
    inner join core.key_set_nodes as other using (key_set_id)
    where one.is_person and other.is_person and one.kind_rank < other.kind_rank
),

by_hand as (
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
),

declared as (
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
),

pairs as (
    select
        coalesce(met.from_node_number, declared.from_node_number) as from_node_number,
        coalesce(met.to_node_number, declared.to_node_number) as to_node_number,
        coalesce(declared.link_reason, 'same_row') as link_reason,
        met.from_node_number is not null as is_met,
    from met
    full join declared
        on met.from_node_number = declared.from_node_number and met.to_node_number = declared.to_node_number
)

select
    pairs.from_node_number,
    pairs.to_node_number,
    pairs.link_reason,
    pairs.link_reason = 'same_row' and count(*) filter (pairs.is_met) over from_one > other.at_most as is_too_many_to,
    pairs.link_reason = 'same_row' and count(*) filter (pairs.is_met) over to_one > one.at_most as is_too_many_from,
    (count(*) filter (pairs.is_met) over from_one)::bigint as to_count,
    (count(*) filter (pairs.is_met) over to_one)::bigint as from_count,
from pairs
inner join core.identity_keys as one on pairs.from_node_number = one.node_number
inner join core.identity_keys as other on pairs.to_node_number = other.node_number
window
    from_one as (partition by pairs.from_node_number, other.kind_rank),
    to_one as (partition by pairs.to_node_number, one.kind_rank)
