-- one row per identity key that was not linked, and why
-- key: identity_kind, identity_hash, reason
with refused as (
    select
        from_node_number as node_number,
        'too_many_' || other.identity_kind as reason,
        max(to_count) as size,
    from core.identity_pairs
    inner join core.identity_keys as other on identity_pairs.to_node_number = other.node_number
    where is_too_many_to
    group by all
    union all
    select
        to_node_number,
        'too_many_' || one.identity_kind,
        max(from_count),
    from core.identity_pairs
    inner join core.identity_keys as one on identity_pairs.from_node_number = one.node_number
    where is_too_many_from
    group by all
    union all
    select
        components.node_number,
        'crowded_customer',
        crowded.key_count,
    from core.crowded_components as crowded
    inner join core.first_components as components using (component_number)
    inner join core.identity_keys as keys
        on components.node_number = keys.node_number and crowded.identity_kind = keys.identity_kind
    union all
    select
        ends.node_number,
        'crowded_likeness',
        max(crowded.key_count),
    from core.crowded_persons as crowded
    inner join core.likely_components as likely using (person_number)
    inner join (
        select
            from_node_number as node_number,
            from_component_number as component_number,
        from core.likely_joins
        union
        select
            to_node_number,
            to_component_number,
        from core.likely_joins
    ) as ends using (component_number)
    group by ends.node_number
    union all
    select
        node_number,
        case when is_shared then 'shared_device' else 'too_many_device' end,
        case when is_shared then person_count else refused_device_count end,
    from core.devices
    where is_shared or refused_device_count is not null
)

select
    keys.identity_kind,
    keys.identity_hash,
    refused.reason,
    refused.size::bigint as size,
from refused
inner join core.identity_keys as keys using (node_number)
