-- one row per sort of wait, where it begins and bin of its length
-- key: wait, wait_from, wait_bin
-- Sorts: `next step` from a touchpoint, `next stage` from a stage to any later one, `goal` from a journey's first step
-- to its goal, `next goal` from a goal to the same customer's next of that name. A wait whose end was not seen is
-- censored: it has lasted at least until as_of. After a journey's goal nobody waits for its next step or stage. Bins
-- are those of core.transition_bins.
with clock as (
    select epoch_ms(as_of) as as_of_ms
    from core.observation
),

cuts as (
    select
        customer_id,
        journey_number + row_number() over (partition by customer_id order by journey_number) - 1 as journey_index,
    from core.journey_cuts
),

unfinished as (
    select journeys.*
    from core.journeys as journeys
    anti join cuts using (customer_id, journey_index)
    cross join seed.windows as windows
    where journeys.goal is null or windows.ends_at <> 'goal'
),

waits as (
    select
        'next step' as wait,
        names.touchpoint as wait_from,
        null::bigint as wait_milliseconds,
        clock.as_of_ms - epoch_ms(journeys.ended_at) as seen_milliseconds,
    from unfinished as journeys
    inner join core.touchpoint_names as names on journeys.last_touchpoint_code = names.touchpoint_code
    cross join clock
    union all
    select
        'next stage',
        stages.stage,
        waits.wait_milliseconds,
        clock.as_of_ms - epoch_ms(waits.started_at),
    from core.stage_waits as waits
    inner join core.stages as stages using (stage_code)
    left join unfinished using (customer_id, journey_index)
    cross join clock
    where waits.wait_milliseconds is not null or unfinished.customer_id is not null
    union all
    select
        'goal',
        'journey begins',
        epoch_ms(goals.goal_at) - epoch_ms(journeys.started_at),
        clock.as_of_ms - epoch_ms(journeys.started_at),
    from core.journeys as journeys
    left join (
        select customer_id, journey_index, min(occurred_at) as goal_at
        from core.goal_steps
        group by customer_id, journey_index
    ) as goals using (customer_id, journey_index)
    anti join cuts using (customer_id, journey_index)
    cross join clock
    union all
    select
        'next goal',
        goals.goal,
        epoch_ms(goals.next_goal_at) - epoch_ms(goals.occurred_at),
        clock.as_of_ms - epoch_ms(goals.occurred_at),
    from core.goal_steps as goals
    cross join clock
),

counts as (
    select
        wait,
        wait_from,
        floor(log2(coalesce(wait_milliseconds, seen_milliseconds) + 1) * 8)::smallint as wait_bin,
        count(wait_milliseconds) as arrived_count,
        count(*) - count(wait_milliseconds) as censored_count,
    from waits
    group by all
    union all
    select
        'next step',
        names.touchpoint,
        bins.wait_bin,
        bins.transition_count,
        0,
    from core.transition_bins as bins
    inner join core.touchpoint_names as names on bins.from_touchpoint_code = names.touchpoint_code
)

select
    wait,
    wait_from,
    wait_bin,
    sum(arrived_count)::bigint as arrived_count,
    sum(censored_count)::bigint as censored_count,
from counts
group by all
