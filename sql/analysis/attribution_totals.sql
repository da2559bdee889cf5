-- one row per dimension, group of customers and value, or touch_rank 0 for journeys without any
-- key: dimension, customer_group, touch_rank
-- kind: scaffold
-- Journeys count once for each value they met, and once in rank -1, which holds all of them.
with dimensions as (
    select unnest(['channel', 'campaign', 'content_type', 'touchpoint']) as dimension
),

met as (
    select
        dimension,
        customer_id,
        journey_index,
        touch_rank,
    from analysis.attribution_touches
    group by all
),

placed as (
    select
        dimension,
        touch_rank,
        customer_id,
        journey_index,
    from met
    union all
    select
        dimensions.dimension,
        unnest([-1, case when touched.customer_id is null then 0 end]),
        journeys.customer_id,
        journeys.journey_index,
    from analysis.attribution_journeys as journeys
    cross join dimensions
    left join (select distinct dimension, customer_id, journey_index from met) as touched
        using (dimension, customer_id, journey_index)
)

select
    placed.dimension,
    journeys.customer_group,
    placed.touch_rank,
    any_value(named.touch) as touch,
    count(distinct placed.customer_id) as customer_count,
    count(*) as journey_count,
    count(*) filter (journeys.is_converted) as converted_count,
    coalesce(sum(journeys.goal_amount) filter (journeys.is_converted), 0) as goal_amount,
from placed
inner join analysis.attribution_journeys as journeys using (customer_id, journey_index)
left join (select distinct dimension, touch_rank, touch from analysis.attribution_values) as named
    using (dimension, touch_rank)
where placed.touch_rank is not null
group by placed.dimension, journeys.customer_group, placed.touch_rank
