-- one row per journey of the customers watched for key moments
-- key: customer_id, journey_index
-- kind: scaffold
-- A journey is watched to its goal, or until the next journey, the gap after its last step, or the end of observation.
with goals as (
    select
        customer_id,
        journey_index,
        min(epoch_ms(occurred_at)) as goal_ms,
    from core.steps
    semi join analysis.moment_sample using (customer_id)
    where goal_rank is not null
    group by customer_id, journey_index
),

spans as (
    select
        journeys.customer_id,
        journeys.journey_index,
        epoch_ms(journeys.started_at) as started_ms,
        goals.goal_ms,
        least(
            lead(epoch_ms(journeys.started_at)) over journeys_of - 1,
            epoch_ms(journeys.ended_at) + settings.journey_gap_milliseconds,
            epoch_ms(observation.as_of)
        ) as until_ms,
        coalesce(bool_or(goals.goal_ms is not null) over earlier, false)::integer as goal_level,
    from core.journeys as journeys
    semi join analysis.moment_sample using (customer_id)
    left join goals using (customer_id, journey_index)
    cross join seed.windows as settings
    cross join core.observation as observation
    window
        journeys_of as (partition by journeys.customer_id order by journeys.journey_index),
        earlier as (
            partition by journeys.customer_id
            order by journeys.journey_index
            rows between unbounded preceding and 1 preceding
        )
)

select
    spans.customer_id,
    spans.journey_index,
    spans.started_ms,
    spans.goal_level,
    ((spans.goal_ms - spans.started_ms) // windows.period_milliseconds)::integer as goal_period,
    least(
        (coalesce(spans.goal_ms, spans.until_ms) - spans.started_ms) // windows.period_milliseconds,
        windows.period_count
    )::integer as last_period,
from spans
cross join seed.key_moments as windows
where last_period >= 1
