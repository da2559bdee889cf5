-- one row per event of a customer that is counted and in no journey: a machine's, the company's own, or without consent
-- key: event_key
-- scope: customer
-- Of several reasons the first holds: bot, internal (both judged as the row was landed), too_fast, no_consent.
with identified as (
    select
        events.event_key,
        events.event_kind_id,
        events.occurred_at,
        customers.customer_id,
        case
            when contains(events.props, '"journeymine_set_apart":"bot"') then 'bot'
            when contains(events.props, '"journeymine_set_apart":"internal"') then 'internal'
        end as verdict,
    from core.event_rows as events
    inner join core.key_set_customers as customers using (key_set_id)
    where not customers.is_shared_device
    union all
    select
        events.event_key,
        events.event_kind_id,
        events.occurred_at,
        customers.customer_id,
        case
            when contains(events.props, '"journeymine_set_apart":"bot"') then 'bot'
            when contains(events.props, '"journeymine_set_apart":"internal"') then 'internal'
        end,
    from core.event_rows as events
    inner join core.shared_device_events as customers using (event_key)
),

busy as (
    select events.customer_id
    from identified as events
    cross join seed.privacy_rules as rules
    group by events.customer_id
    having count(*) > any_value(rules.most_events_per_hour)
),

hours as (
    select events.customer_id
    from identified as events
    semi join busy using (customer_id)
    inner join core.event_kinds as kinds using (event_kind_id)
    cross join seed.privacy_rules as rules
    where kinds.is_customer_act and events.verdict is null
    group by events.customer_id, date_trunc('hour', events.occurred_at)
    having count(*) > any_value(rules.most_events_per_hour)
),

fast as (
    select customer_id
    from hours
    group by customer_id
)

select
    events.event_key,
    events.customer_id,
    events.event_kind_id,
    coalesce(
        events.verdict,
        case when fast.customer_id is not null then 'too_fast' else 'no_consent' end
    ) as set_apart_reason,
from identified as events
cross join seed.privacy_rules as rules
left join fast using (customer_id)
left join core.customer_consents as consents using (customer_id)
where
    events.verdict is not null
    or fast.customer_id is not null
    or not coalesce(consents.has_consent, rules.is_silence_consent)
