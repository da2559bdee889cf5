-- one row per kind of event: everything about it but who, when and how much
-- key: event_kind_id
select
    event_kind_id,
    any_value(source) as source,
    any_value(event_name) as event_name,
    any_value(page_path) as page_path,
    any_value(traffic_source) as traffic_source,
    any_value(traffic_medium) as traffic_medium,
    any_value(campaign) as campaign,
    any_value(content_type) as content_type,
    any_value(device) as device,
    any_value(actor) as actor,
    any_value(team) as team,
    any_value(product) as product,
    any_value(business_unit) as business_unit,
    any_value(location) as location,
    any_value(traits) as traits,
from raw.event_kinds
group by event_kind_id
