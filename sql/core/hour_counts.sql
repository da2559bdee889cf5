-- one row per day of the week and hour in which customers acted, by the clocks of the project's time zone
-- key: weekday_index, hour_of_day
-- scope: additive
-- Times are turned into local ones by distinct quarters of an hour: no time zone is finer.
with acts as (
    select
        steps.customer_id,
        epoch_ms(steps.occurred_at) // 900000 as quarter,
        count(*) as step_count,
    from core.steps as steps
    inner join core.event_kinds as kinds using (event_kind_id)
    where kinds.is_customer_act
    group by all
),

quarters as (
    select
        quarters.quarter,
        timezone(windows.timezone, timezone('UTC', make_timestamp_ms(quarters.quarter * 900000))) as local_at,
    from (select distinct quarter from acts) as quarters
    cross join seed.windows as windows
)

select
    isodow(quarters.local_at)::integer as weekday_index,
    hour(quarters.local_at)::integer as hour_of_day,
    sum(acts.step_count)::bigint as step_count,
    count(distinct acts.customer_id) as customer_count,
from acts
inner join quarters using (quarter)
group by all
