-- one row per dimension, group of customers, touch and the three touches before it
-- key: dimension, customer_group, before_3_rank, before_2_rank, before_1_rank, touch_rank
-- kind: scaffold
-- What Markov chains of orders 1 to 3 are made of. 0 stands for nothing: the journey had not begun.
with ordered as (
    select
        touches.dimension,
        journeys.customer_group,
        journeys.is_converted,
        touches.touch_rank,
        coalesce(lag(touches.touch_rank, 1) over touches_of, 0) as before_1_rank,
        coalesce(lag(touches.touch_rank, 2) over touches_of, 0) as before_2_rank,
        coalesce(lag(touches.touch_rank, 3) over touches_of, 0) as before_3_rank,
        lead(touches.touch_rank) over touches_of is null as is_last,
    from analysis.attribution_touches as touches
    inner join analysis.attribution_journeys as journeys using (customer_id, journey_index)
    window touches_of as (
        partition by touches.dimension, touches.customer_id, touches.journey_index order by touches.touch_index
    )
)

select
    dimension,
    customer_group,
    before_3_rank,
    before_2_rank,
    before_1_rank,
    touch_rank,
    count(*) as reached_count,
    count(*) filter (is_last and is_converted) as converted_count,
    count(*) filter (is_last and not is_converted) as lost_count,
from ordered
group by all
