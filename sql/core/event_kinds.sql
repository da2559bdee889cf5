-- one row per kind of event, with its touchpoint
-- key: event_kind_id
-- What no rule matches is the touchpoint 'unmapped: NAME', never dropped. An ignored kind has no touchpoint.
with named as (
    select
        kinds.*,
        rules.rule_index,
        coalesce(rules.is_ignored, false) as is_ignored,
        rules.why as ignore_why,
        case
            when coalesce(rules.is_ignored, false) then null
            else coalesce(names.touchpoint, 'unmapped: ' || coalesce(kinds.event_name, kinds.source))
        end as touchpoint,
        case when coalesce(rules.is_ignored, false) then null else coalesce(rules.stage, 'unmapped') end as stage,
        coalesce(names.channel, kinds.source) as channel,
        coalesce(rules.channel_kind, sources.channel_kind, 'online') as channel_kind,
        rules.owner,
        groups.default_channel_group,
    from staging.event_kinds as kinds
    left join core.event_kind_rules as matched using (event_kind_id)
    left join seed.touchpoint_rules as rules using (rule_index)
    left join core.event_kind_names as names using (event_kind_id)
    left join core.event_kind_groups as groups using (event_kind_id)
    left join seed.sources as sources on kinds.source = sources.source
)

select
    named.* exclude (channel),
    (md5_number_upper(named.touchpoint) >> 33)::integer as touchpoint_code,
    case when not contains(named.channel, '{default_channel_group}') then named.channel end as channel,
    case when contains(named.channel, '{default_channel_group}') then named.channel end as channel_template,
    case
        when not contains(named.channel, '{default_channel_group}')
            then (md5_number_upper(named.channel) >> 33)::integer
    end as channel_code,
    (named.actor is distinct from 'company') as is_customer_act,
    coalesce(named.page_path, named.device) is not null as is_digital,
    goals.goal,
    goals.goal_rank,
    goals.has_value,
from named
left join seed.goals as goals on named.touchpoint = goals.touchpoint
