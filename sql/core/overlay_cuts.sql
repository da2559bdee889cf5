-- one row per link between two person keys that people cut by hand: one end is on the split's list, the other is not
-- key: from_node_number, to_node_number
-- kind: scaffold
with splits as (
    select entry_id, node_number
    from core.overlay_keys
    where overlay_kind = 'split' and is_person
),

pairs as (
    select
        from_node_number,
        to_node_number,
    from core.identity_pairs
    where link_reason <> 'by_hand'
    union all
    select
        from_node_number,
        to_node_number,
    from core.likely_links
),

-- a pair may be met on a row and be alike, too: each of its ends counts once
ends as (
    select
        pairs.from_node_number,
        pairs.to_node_number,
        splits.entry_id,
        'from' as side,
    from pairs
    inner join splits on pairs.from_node_number = splits.node_number
    union
    select
        pairs.from_node_number,
        pairs.to_node_number,
        splits.entry_id,
        'to',
    from pairs
    inner join splits on pairs.to_node_number = splits.node_number
)

select distinct
    from_node_number,
    to_node_number,
from (
    select
        from_node_number,
        to_node_number,
    from ends
    group by from_node_number, to_node_number, entry_id
    having count(*) = 1
)
