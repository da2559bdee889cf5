-- The steps of all journeys with what they concern: a customer, a visit, and an order or ticket where there is one.
-- A record's type is told by the names of its events; a goal that carries money and no record is an order of its own.
with records as (
    select
        events.event_key,
        customers.object_hash,
        kinds.event_name,
        kinds.has_value and kinds.goal_rank is not null as is_order,
    from core.event_rows as events
    inner join core.event_kinds as kinds using (event_kind_id)
    left join core.key_set_customers as customers using (key_set_id)
    where customers.object_hash is not null or kinds.has_value
),

record_types as (
    select
        object_hash,
        case
            when bool_or(is_order or regexp_matches(lower(event_name), 'order|checkout|refund')) then 'order'
            when bool_or(regexp_matches(lower(event_name), 'ticket|conversation|chat')) then 'ticket'
            when bool_or(regexp_matches(lower(event_name), 'deal|opportunity')) then 'deal'
            else 'record'
        end as object_type,
    from records
    where object_hash is not null
    group by object_hash
)

select
    steps.event_key::varchar as event_id,
    names.touchpoint,
    steps.occurred_at,
    kinds.source,
    names.stage,
    channels.channel,
    steps.customer_id::varchar as customer_id,
    steps.customer_id || '-' || customer_events.session_started_ms as session_id,
    coalesce(record_types.object_type, case when records.is_order then 'order' end) as record_type,
    coalesce(
        record_types.object_type || '-' || records.object_hash,
        case when records.is_order then 'order-' || steps.event_key end
    ) as record_id,
from core.steps as steps
inner join core.touchpoint_names as names using (touchpoint_code)
inner join core.event_kinds as kinds using (event_kind_id)
inner join core.customer_events as customer_events using (event_key)
left join core.channels as channels on steps.channel_code = channels.channel_code
left join records using (event_key)
left join record_types using (object_hash)
order by steps.occurred_at, steps.customer_id, steps.journey_index, steps.step_index
