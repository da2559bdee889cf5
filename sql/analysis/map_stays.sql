-- one row per customer and stage they came to
-- key: customer_id, stage
-- kind: scaffold
-- Over all journeys of the customer, one after the other. A customer goes on from a stage who comes to any later stage
-- after having come to it; the way there is from the first step in it to the first one in a later stage after that.
with places as (
    select
        visits.customer_id,
        visits.map_group,
        names.stage,
        names.stage_rank,
        min(visits.first_at) as first_at,
        sum(visits.step_count)::bigint as step_count,
        sum(visits.wait_milliseconds)::bigint as stay_milliseconds,
    from analysis.map_visits as visits
    inner join core.touchpoint_names as names using (touchpoint_code)
    where names.stage_rank is not null
    group by all
),

later as (
    select
        places.customer_id,
        places.stage,
        min(steps.occurred_at) as next_at,
    from places
    inner join core.steps as steps using (customer_id)
    inner join core.touchpoint_names as names using (touchpoint_code)
    where names.stage_rank > places.stage_rank and steps.occurred_at >= places.first_at
    group by all
)

select
    places.*,
    later.next_at is not null as is_continued,
    epoch_ms(later.next_at) - epoch_ms(places.first_at) as next_milliseconds,
from places
left join later using (customer_id, stage)
