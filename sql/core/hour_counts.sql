-- one row per day of the week and hour in which customers acted, by the clocks of the project's time zone
-- key: weekday_index, hour_of_day
-- scope: additive
-- Times are turned into local ones by distinct quarters of an hour: no time zone is finer.
with quarters as (
    select
        quarters.quarter,
        (isodow(quarters.local_at) * 24 + hour(quarters.local_at))::integer as slot,
    from (
        select
            numbers.quarter,
            timezone(windows.timezone, timezone('UTC', make_timestamp_ms(numbers.quarter * 900000))) as local_at,
        from (select distinct epoch_ms(occurred_at) // 900000 as quarter from core.steps) as numbers
        cross join seed.windows as windows
    ) as quarters
),

acts as (
    select
        quarters.slot,
        count(*) as step_count,
    from core.steps as steps
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join quarters on epoch_ms(steps.occurred_at) // 900000 = quarters.quarter
    where kinds.is_customer_act
    group by steps.customer_id, quarters.slot
)

select
    slot // 24 as weekday_index,
    slot % 24 as hour_of_day,
    sum(step_count)::bigint as step_count,
    count(*) as customer_count,
from acts
group by slot
