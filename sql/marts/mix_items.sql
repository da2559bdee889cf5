-- one row per stage, channel, touchpoint, transition, product or business unit whose steps are counted by customer
-- key: mix_index
-- The most frequent only: 24 touchpoints and transitions, 16 channels, 200 business units, of which segments are made
-- one by one, 12 of the others. Only acts of the customers are counted. An outcome is a goal, or a transition to
-- or from one; other facets leave steps at goals out.
with steps as (
    select
        kinds.touchpoint,
        kinds.touchpoint_code,
        names.stage,
        names.stage_code,
        channels.channel,
        counts.channel_code,
        kinds.product,
        kinds.business_unit,
        kinds.goal is not null as is_goal,
        counts.step_count,
    from core.kind_counts as counts
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join core.touchpoint_names as names on kinds.touchpoint_code = names.touchpoint_code
    inner join core.channels as channels on counts.channel_code = channels.channel_code
    where kinds.is_customer_act
),

acted as (
    -- touchpoints at which customers act, and not the company alone
    select
        touchpoint_code,
        bool_or(goal is not null) as is_goal,
    from core.event_kinds
    group by all
    having bool_or(is_customer_act)
),

described as (
    select
        'touchpoint' as facet,
        touchpoint as item,
        touchpoint_code::bigint as first_code,
        null::integer as next_code,
        is_goal as is_outcome,
        step_count,
        24 as kept_count,
    from steps
    union all
    select 'stage', stage, stage_code, null, false, step_count, 12
    from steps
    where not is_goal
    union all
    select 'channel', channel, channel_code, null, false, step_count, 16
    from steps
    where not is_goal
    union all
    select 'product', product, md5_number_upper(product) >> 1, null, false, step_count, 12
    from steps
    where not is_goal and product is not null
    union all
    select 'business_unit', business_unit, md5_number_upper(business_unit) >> 1, null, false, step_count, 200
    from steps
    where not is_goal and business_unit is not null
    union all
    select
        'transition',
        from_names.touchpoint || ' > ' || to_names.touchpoint,
        counts.from_touchpoint_code,
        counts.to_touchpoint_code,
        from_acts.is_goal or to_acts.is_goal,
        counts.transition_count,
        24,
    from core.transition_counts as counts
    inner join core.touchpoint_names as from_names on counts.from_touchpoint_code = from_names.touchpoint_code
    inner join core.touchpoint_names as to_names on counts.to_touchpoint_code = to_names.touchpoint_code
    inner join acted as from_acts on counts.from_touchpoint_code = from_acts.touchpoint_code
    inner join acted as to_acts on counts.to_touchpoint_code = to_acts.touchpoint_code
),

summed as (
    select * replace (sum(step_count)::bigint as step_count)
    from described
    group by all
)

select
    row_number() over (order by facet, step_count desc, item)::integer as mix_index,
    * exclude (kept_count),
from summed
qualify row_number() over (partition by facet order by step_count desc, item) <= kept_count
