-- one row per sort of wait and where it begins: how many customers it is of
-- key: wait, wait_from
select
    'next step' as wait,
    names.touchpoint as wait_from,
    counts.customer_count,
from core.touchpoint_counts as counts
inner join core.touchpoint_names as names using (touchpoint_code)
union all
select
    'next stage',
    stages.stage,
    count(distinct waits.customer_id),
from core.stage_waits as waits
inner join core.stages as stages using (stage_code)
group by stages.stage
union all
select
    'goal',
    'journey begins',
    count(distinct customer_id),
from core.journeys
having count(*) > 0
union all
select
    'next goal',
    goal,
    count(distinct customer_id),
from core.goal_steps
group by goal
