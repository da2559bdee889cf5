-- one row per journey that is over: converted or abandoned
-- key: customer_id, journey_index
-- kind: scaffold
-- A journey ends, for attribution, at its first goal, and reaches back as far as [attribution].lookback. Customers fall
-- into ten groups by a hash of their id: what is left when one group is taken out tells how sure a credit is.
with goals as (
    select
        customer_id,
        journey_index,
        min(step_index) as goal_step_index,
        min(occurred_at) as goal_at,
    from core.steps
    where goal_rank is not null
    group by customer_id, journey_index
)

select
    journeys.customer_id,
    journeys.journey_index,
    (md5_number_upper(journeys.customer_id::text) % 10)::integer as customer_group,
    journeys.status = 'converted' as is_converted,
    coalesce(journeys.goal_amount, 0)::double as goal_amount,
    goals.goal_step_index,
    epoch_ms(coalesce(goals.goal_at, journeys.ended_at)) as end_ms,
    epoch_ms(coalesce(goals.goal_at, journeys.ended_at)) - windows.lookback_milliseconds as since_ms,
from core.journeys as journeys
left join goals using (customer_id, journey_index)
cross join seed.attribution as windows
where journeys.status <> 'open'
