-- one row per customer and item of marts.mix_items met in the customer's steps
-- key: customer_id, mix_index
-- kind: view
with acts as (
    select
        steps.customer_id,
        names.stage_code,
        kinds.touchpoint_code,
        steps.channel_code,
        kinds.product,
        kinds.business_unit,
        kinds.goal is not null as is_goal,
        count(*) as step_count,
    from core.steps as steps
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join core.touchpoint_names as names on steps.touchpoint_code = names.touchpoint_code
    where kinds.is_customer_act
    group by all
),

met as (
    select customer_id, 'touchpoint' as facet, touchpoint_code::bigint as first_code, step_count
    from acts
    union all
    select customer_id, 'stage', stage_code, step_count
    from acts
    where not is_goal
    union all
    select customer_id, 'channel', channel_code, step_count
    from acts
    where not is_goal
    union all
    select customer_id, 'product', md5_number_upper(product) >> 1, step_count
    from acts
    where not is_goal and product is not null
    union all
    select customer_id, 'business_unit', md5_number_upper(business_unit) >> 1, step_count
    from acts
    where not is_goal and business_unit is not null
)

select
    met.customer_id,
    items.mix_index,
    sum(met.step_count)::bigint as step_count,
from met
inner join marts.mix_items as items using (facet, first_code)
group by all
union all
select
    steps.customer_id,
    items.mix_index,
    count(*),
from core.steps as steps
inner join marts.mix_items as items
    on items.facet = 'transition'
    and steps.touchpoint_code = items.first_code
    and steps.next_touchpoint_code = items.next_code
group by all
