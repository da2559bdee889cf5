-- Are there more or fewer steps than journeys count together, or than there are touchpoints among customers' events?
-- on rows: stop
with counts as (
    select
        (select count(touchpoint_code) from core.customer_events) as touchpoint_count,
        (select count(*) from core.steps) as step_count,
        (select coalesce(sum(step_count), 0) from core.journeys) as journey_step_count,
)

select *
from counts
where touchpoint_count <> step_count or step_count <> journey_step_count
