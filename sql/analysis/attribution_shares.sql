-- one row per dimension, value, group of customers and rule, with the conversions and amount the rule credits
-- key: dimension, touch_rank, customer_group, method
-- kind: scaffold
-- Each converted journey gives away one conversion and its amount, in shares that sum to 1 under every rule.
with placed as (
    select
        touches.*,
        journeys.customer_group,
        journeys.goal_amount,
        count(*) over touches_of as touch_count,
        max(case when not touches.is_direct then touches.touch_index end) over touches_of as last_non_direct_index,
        min(touches.milliseconds_before) over touches_of as least_milliseconds,
        touches.touch_index = min(touches.touch_index) over (
            partition by touches.dimension, touches.customer_id, touches.journey_index, touches.touch_rank
        ) as is_first_of_value,
        windows.edge_share,
        windows.half_life_milliseconds,
    from analysis.attribution_touches as touches
    inner join analysis.attribution_journeys as journeys using (customer_id, journey_index)
    cross join seed.attribution as windows
    where journeys.is_converted
    window touches_of as (partition by touches.dimension, touches.customer_id, touches.journey_index)
),

weighed as (
    select
        *,
        pow(2, (least_milliseconds - milliseconds_before) / half_life_milliseconds) as weight,
        case
            when touch_count = 1 then 1
            when touch_count = 2 then 0.5
            when touch_index in (1, touch_count) then edge_share
            else (1 - 2 * edge_share) / (touch_count - 2)
        end as position_share,
    from placed
),

shared as (
    select
        dimension,
        touch_rank,
        customer_group,
        goal_amount,
        unnest([
            {method: 'first_touch', share: (touch_index = 1)::double},
            {method: 'last_touch', share: (touch_index = touch_count)::double},
            {
                method: 'last_non_direct',
                share: (touch_index = coalesce(last_non_direct_index, touch_count))::double
            },
            {method: 'linear', share: 1 / touch_count},
            {method: 'position', share: position_share::double},
            {method: 'time_decay', share: weight / sum(weight) over touches_of},
            {
                method: 'shapley',
                share: is_first_of_value::integer / sum(is_first_of_value::integer) over touches_of
            }
        ], recursive := true),
    from weighed
    window touches_of as (partition by dimension, customer_id, journey_index)
)

select
    dimension,
    touch_rank,
    customer_group,
    method,
    sum(share) as credited_count,
    sum(share * goal_amount) as credited_amount,
from shared
group by dimension, touch_rank, customer_group, method
