-- one row per kind of event and field a touchpoint rule names
-- key: event_kind_id, field
with read as (
    select
        kinds.event_kind_id,
        fields.field,
        case fields.field
            when 'source' then kinds.source
            when 'event_name' then kinds.event_name
            when 'page_path' then kinds.page_path
            when 'traffic_source' then kinds.traffic_source
            when 'traffic_medium' then kinds.traffic_medium
            when 'campaign' then kinds.campaign
            when 'content_type' then kinds.content_type
            when 'device' then kinds.device
            when 'actor' then kinds.actor
            when 'team' then kinds.team
            when 'product' then kinds.product
            when 'business_unit' then kinds.business_unit
            when 'location' then kinds.location
            else json_extract_string(kinds.traits, '$."' || fields.field || '"')
        end as field_value,
    from staging.event_kinds as kinds
    cross join seed.rule_fields as fields
)

select
    event_kind_id,
    field,
    field_value,
from read
where field_value <> ''
