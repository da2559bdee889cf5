-- one row per kind of event that a rule matches: its touchpoint and channel, as the rule's templates say
-- key: event_kind_id
-- A channel may still hold {default_channel_group}, which only the session knows.
select
    rules.event_kind_id,
    string_agg(coalesce(parts.text, fields.field_value, 'unknown'), '' order by parts.part_index)
    filter (parts.target = 'name') as touchpoint,
    string_agg(coalesce(parts.text, fields.field_value, 'unknown'), '' order by parts.part_index)
    filter (parts.target = 'channel') as channel,
from core.event_kind_rules as rules
inner join seed.touchpoint_parts as parts using (rule_index)
left join core.event_kind_fields as fields
    on rules.event_kind_id = fields.event_kind_id and parts.field = fields.field
group by rules.event_kind_id
