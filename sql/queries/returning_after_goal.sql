-- How many customers act again, of themselves, after they reached a goal, and how soon? Mails to them are no act.
with goals as (
    select
        customer_id,
        goal,
        ended_at,
    from core.journeys
    where status = 'converted'
),

acts as (
    select
        customer_id,
        occurred_at,
    from core.events
    where actor = 'customer' and not is_ignored
)

select
    goals.goal,
    count(*) as converted_count,
    count(acts.occurred_at) as returned_count,
    returned_count / converted_count as returned_share,
    median(epoch(acts.occurred_at - goals.ended_at) / 86400) as median_days_to_return,
from goals
asof left join acts on goals.customer_id = acts.customer_id and goals.ended_at < acts.occurred_at
group by goals.goal
order by converted_count desc, goal
