-- one row per journey of the customers watched for key moments
-- key: customer_id, journey_index
-- kind: scaffold
-- Customers are chosen by a hash of their id, so that the same are chosen every night, and fall into 30 groups by it. A
-- journey is watched to its goal, or until the next journey, the gap after its last step, or the end of observation.
with chosen as (
    select
        customers.customer_id,
        (md5_number_upper(customers.customer_id::text) % 30)::integer as customer_group,
    from core.customer_measures as customers
    cross join seed.key_moments as windows
    where customers.journey_count > 0
    qualify
        row_number() over (order by md5_number_upper(customers.customer_id::text), customers.customer_id)
        <= windows.customer_limit
),

goals as (
    select
        customer_id,
        journey_index,
        min(epoch_ms(occurred_at)) as goal_ms,
    from core.steps
    semi join chosen using (customer_id)
    where goal_rank is not null
    group by customer_id, journey_index
),

spans as (
    select
        journeys.customer_id,
        journeys.journey_index,
        chosen.customer_group,
        epoch_ms(journeys.started_at) as started_ms,
        goals.goal_ms,
        least(
            lead(epoch_ms(journeys.started_at)) over journeys_of - 1,
            epoch_ms(journeys.ended_at) + settings.journey_gap_milliseconds,
            epoch_ms(observation.as_of)
        ) as until_ms,
        coalesce(bool_or(goals.goal_ms is not null) over earlier, false) as is_returning,
    from core.journeys as journeys
    inner join chosen using (customer_id)
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
),

counted as (
    select
        spans.*,
        (spans.goal_ms - spans.started_ms) // windows.period_milliseconds as goal_period,
        least(
            (coalesce(spans.goal_ms, spans.until_ms) - spans.started_ms) // windows.period_milliseconds,
            windows.period_count
        ) as last_period,
    from spans
    cross join seed.key_moments as windows
)

select
    customer_id,
    journey_index,
    customer_group,
    started_ms,
    is_returning,
    goal_period::integer as goal_period,
    last_period::integer as last_period,
    -- another journey of the same night, drawn by hash: whose touchpoints serve as the negative control
    lead(customer_id) over drawn as other_customer_id,
    lead(journey_index) over drawn as other_journey_index,
from counted
where last_period >= 1
window drawn as (order by md5_number_lower(customer_id || '-' || journey_index), customer_id, journey_index)
