-- On which days of the week and at which hours (UTC) do customers act most?
select
    dayname(occurred_at) as day_of_week,
    hour(occurred_at) as hour_of_day,
    count(*) as step_count,
    count(distinct journey_id) as journey_count,
from core.journey_steps
group by day_of_week, hour_of_day
order by step_count desc, day_of_week, hour_of_day
limit 20
