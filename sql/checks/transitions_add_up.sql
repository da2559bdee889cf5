-- Do the transitions come to another number than steps that are not the last of their journey?
-- on rows: stop
with counts as (
    select
        (select coalesce(sum(transition_count), 0) from marts.transitions) as transition_count,
        (select coalesce(sum(step_count) - count(*), 0) from core.journeys) as expected_count,
)

select *
from counts
where transition_count <> expected_count
