-- one row per identity key
-- key: identity_kind, identity_hash
with declared as (
    select
        node_number,
        min(link_reason) as link_reason,
    from (
        select from_node_number as node_number, link_reason
        from core.declared_pairs
        anti join core.overlay_cuts using (from_node_number, to_node_number)
        union all
        select to_node_number, link_reason
        from core.declared_pairs
        anti join core.overlay_cuts using (from_node_number, to_node_number)
    )
    group by node_number
),

-- few keys are declared somebody's: for those alone it is asked whether a row says so, too
met as (
    select from_node_number as node_number
    from core.final_links
    semi join declared on final_links.from_node_number = declared.node_number
    where not is_declared
    union
    select to_node_number
    from core.final_links
    semi join declared on final_links.to_node_number = declared.node_number
    where not is_declared
),

lonely as (
    select min(node_number) as node_number
    from core.final_components
    group by component_number
    having count(*) = 1
)

select
    keys.identity_kind,
    keys.identity_hash,
    members.customer_id,
    case
        when devices.is_shared then 'shared_device'
        when devices.component_number is not null and devices.is_joined then 'by_hand'
        when devices.component_number is not null then 'device_first_login'
        when likely.node_number is not null then 'likeness'
        when members.is_oldest_key or lonely.node_number is not null then 'own'
        when met.node_number is null and declared.link_reason is not null then declared.link_reason
        else 'same_row'
    end as link_reason,
    likely.link_probability,
    keys.first_seen_at,
    keys.last_seen_at,
from core.identity_keys as keys
inner join core.identity_members as members using (node_number)
left join core.devices as devices using (node_number)
left join core.likely_keys as likely using (node_number)
left join declared using (node_number)
left join met using (node_number)
left join lonely using (node_number)
