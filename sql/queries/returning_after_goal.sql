-- How many customers begin another journey after they reached a goal, and how soon?
with journeys as (
    select
        customer_id,
        goal,
        status,
        ended_at,
        lead(started_at) over (partition by customer_id order by started_at, ended_at) as next_started_at,
    from core.journeys
)

select
    goal,
    count(*) as converted_count,
    count(next_started_at) as returned_count,
    returned_count / converted_count as returned_share,
    median(epoch(next_started_at - ended_at) / 86400) as median_days_to_return,
from journeys
where status = 'converted'
group by goal
order by converted_count desc, goal
