-- one row per event
-- key: event_key
-- kind: view
select
    events.event_key,
    events.event_id,
    kinds.source,
    kinds.event_name,
    customer_events.customer_id,
    customer_events.customer_id || '-' || customer_events.session_started_ms as session_id,
    kinds.touchpoint,
    coalesce(
        kinds.channel,
        replace(
            kinds.channel_template, '{default_channel_group}', coalesce(sessions.default_channel_group, 'Unassigned')
        )
    ) as channel,
    events.occurred_at,
    kinds.actor,
    kinds.device,
    kinds.campaign,
    kinds.content_type,
    kinds.team,
    events.amount,
    events.currency_code,
    kinds.product,
    kinds.business_unit,
    kinds.location,
    kinds.page_path,
    events.rating,
    events.rating_scale,
    events.text_id,
    kinds.traits,
    events.props,
    kinds.is_ignored,
    kinds.ignore_why,
from core.event_rows as events
inner join core.event_kinds as kinds using (event_kind_id)
left join core.customer_events as customer_events using (event_key)
left join core.sessions as sessions
    on customer_events.customer_id = sessions.customer_id
    and sessions.session_started_ms
    = case when kinds.channel_template is not null then customer_events.session_started_ms end
