-- one row per journey
-- key: journey_id
-- scope: customer
-- Converted: a goal was reached. Open: none yet, and less than the gap has passed since the last step. Else abandoned;
-- so is what lies too far back of a goal to belong to it. goal_amount sums amounts in the project's currency alone.
-- variant_id is the md5 of the path of touchpoint codes, which are made of the names: equal paths, equal ids, for ever;
-- variant_key is 63 bits of it, which are read several times as fast.
with spans as (
    select
        customer_id,
        journey_index,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as step_count,
        arg_min(goal_rank, step_index) as goal_rank,
    from core.steps
    group by customer_id, journey_index
),

too_early as (
    select
        customer_id,
        journey_number + row_number() over (partition by customer_id order by journey_number) - 1 as journey_index,
    from core.journey_cuts
),

goal_amounts as (
    select
        steps.customer_id,
        steps.journey_index,
        sum(events.amount)::decimal(18, 2) as goal_amount,
    from core.steps as steps
    inner join core.event_rows as events using (event_key)
    inner join seed.goals as goals using (goal_rank)
    cross join seed.windows as windows
    where
        goals.has_value
        and events.amount is not null
        and coalesce(events.currency_code, windows.currency_code) = windows.currency_code
    group by steps.customer_id, steps.journey_index
)

select
    spans.customer_id || '-' || spans.journey_index as journey_id,
    spans.customer_id,
    spans.journey_index,
    goals.goal,
    case
        when spans.goal_rank is not null then 'converted'
        when too_early.customer_id is not null then 'abandoned'
        when epoch_ms(observation.as_of) - epoch_ms(spans.ended_at) < windows.journey_gap_milliseconds then 'open'
        else 'abandoned'
    end as status,
    spans.started_at,
    spans.ended_at,
    spans.step_count,
    md5(array_to_string(paths.touchpoint_codes, '>')) as variant_id,
    (md5_number_lower(array_to_string(paths.touchpoint_codes, '>')) >> 1)::bigint as variant_key,
    paths.touchpoint_codes[-1] as last_touchpoint_code,
    goal_amounts.goal_amount,
from spans
inner join core.journey_paths as paths using (customer_id, journey_index)
left join (select distinct goal_rank, goal from seed.goals) as goals using (goal_rank)
left join too_early using (customer_id, journey_index)
left join goal_amounts using (customer_id, journey_index)
cross join core.observation as observation
cross join seed.windows as windows
