-- one row per day of the week and hour in which customers acted, by the clocks of the project's time zone
-- key: weekday_index, hour_of_day
-- kind: view
select
    weekday_index,
    hour_of_day,
    step_count,
    customer_count,
from core.hour_counts
