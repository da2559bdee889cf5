-- How long does it take to reach each goal, in days and in steps?
select
    goal,
    count(*) as converted_count,
    quantile_cont(epoch(ended_at - started_at) / 86400, 0.25) as p25_days,
    quantile_cont(epoch(ended_at - started_at) / 86400, 0.5) as median_days,
    quantile_cont(epoch(ended_at - started_at) / 86400, 0.9) as p90_days,
    median(step_count) as median_step_count,
from core.journeys
where status = 'converted'
group by goal
order by converted_count desc, goal
