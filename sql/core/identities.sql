-- one row per identity key
-- key: identity_kind, identity_hash
with reasons as (
    select
        node_number,
        case when bool_or(link_reason = 'same_row') then 'same_row' else min(link_reason) end as link_reason,
    from (
        select from_node_number as node_number, link_reason
        from core.final_links
        union all
        select to_node_number, link_reason
        from core.final_links
    )
    group by node_number
)

select
    keys.identity_kind,
    keys.identity_hash,
    members.customer_id,
    case
        when devices.is_shared then 'shared_device'
        when devices.component_number is not null and devices.is_joined then 'by_hand'
        when devices.component_number is not null then 'device_first_login'
        when members.is_oldest_key or reasons.link_reason is null then 'own'
        else reasons.link_reason
    end as link_reason,
    keys.first_seen_at,
    keys.last_seen_at,
from core.identity_keys as keys
inner join core.identity_members as members using (node_number)
left join core.devices as devices using (node_number)
left join reasons using (node_number)
