-- On which days of the week (1 is Monday) and at which hours, by the clocks of the project, do customers act most?
select
    weekday_index,
    hour_of_day,
    step_count,
    customer_count,
    step_count / sum(step_count) over () as step_share,
from marts.busy_hours
order by step_count desc, weekday_index, hour_of_day
limit 20
