-- one row per pair of person keys seen on one row, or declared to be one person
-- key: from_node_number, to_node_number
-- kind: scaffold
-- A pair is refused where one key is met with more ids of the other's kind than a customer may have: such a key is a
-- shared mailbox, a shop's telephone or a test account. What a source declares is never refused.
with met as (
    select
        person_node_number as from_node_number,
        last_person_node_number as to_node_number,
    from core.key_set_ends
    where person_node_count = 2
    union
    select
        one.node_number,
        other.node_number,
    from core.key_set_nodes as one
    inner join core.key_set_nodes as other using (key_set_id)
    where one.is_person and other.is_person and one.kind_rank < other.kind_rank
),

pairs as materialized (
    select
        coalesce(met.from_node_number, declared.from_node_number) as from_node_number,
        coalesce(met.to_node_number, declared.to_node_number) as to_node_number,
        coalesce(declared.link_reason, 'same_row') as link_reason,
        met.from_node_number is not null as is_met,
    from met
    full join core.declared_pairs as declared
        on met.from_node_number = declared.from_node_number and met.to_node_number = declared.to_node_number
),

-- few keys meet many others: kinds are counted for those alone
meetings as (
    select
        ends.node_number,
        ends.other_node_number,
        count(*) over (partition by ends.node_number, others.kind_rank) as met_count,
        others.at_most,
    from (
        select from_node_number as node_number, to_node_number as other_node_number
        from pairs
        where is_met
        union all
        select to_node_number, from_node_number
        from pairs
        where is_met
    ) as ends
    semi join (
        select node_number
        from (
            select from_node_number as node_number
            from pairs
            union all
            select to_node_number
            from pairs
        )
        group by node_number
        having count(*) > (select min(kinds.at_most) from seed.identity_kinds as kinds)
    ) as busy using (node_number)
    inner join core.identity_keys as others on ends.other_node_number = others.node_number
),

refused as (
    select node_number, other_node_number, met_count
    from meetings
    where met_count > at_most
)

select
    pairs.from_node_number,
    pairs.to_node_number,
    pairs.link_reason,
    pairs.link_reason = 'same_row' and refused_to.met_count is not null as is_too_many_to,
    pairs.link_reason = 'same_row' and refused_from.met_count is not null as is_too_many_from,
    refused_to.met_count as to_count,
    refused_from.met_count as from_count,
from pairs
left join refused as refused_to
    on pairs.from_node_number = refused_to.node_number and pairs.to_node_number = refused_to.other_node_number
left join refused as refused_from
    on pairs.to_node_number = refused_from.node_number and pairs.from_node_number = refused_from.other_node_number
