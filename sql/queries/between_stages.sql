-- How do journeys move between stages, forward and back, and how long does it take?
with moves as (
    select
        journey_id,
        stage as from_stage,
        lead(stage) over (partition by journey_id order by step_index) as to_stage,
        seconds_to_next,
    from core.journey_steps
)

select
    from_stage,
    to_stage,
    count(*) as move_count,
    count(distinct journey_id) as journey_count,
    median(seconds_to_next) / 3600 as median_hours,
from moves
where from_stage <> to_stage
group by from_stage, to_stage
order by move_count desc, from_stage, to_stage
