-- one row per pair of touchpoints that follow one another within a journey
-- key: from_touchpoint_code, to_touchpoint_code
-- scope: additive
with steps as (
    select
        touchpoint_code as from_touchpoint_code,
        next_touchpoint_code as to_touchpoint_code,
        count(*) as transition_count,
        count(distinct customer_id) as customer_count,
    from core.steps
    where next_touchpoint_code is not null
    group by all
),

journey_pairs as (
    -- both codes in one number: distinct pairs of a journey are found in its own short list
    select
        unnest(
            list_distinct(
                list_transform(
                    list_zip(touchpoint_codes[:-2], touchpoint_codes[2:]),
                    lambda pair: (pair[1]::bigint << 32) | pair[2]
                )
            )
        ) as pair,
    from core.journey_paths
),

journeys as (
    select
        (pair >> 32)::integer as from_touchpoint_code,
        (pair & 4294967295)::integer as to_touchpoint_code,
        count(*) as journey_count,
    from journey_pairs
    group by pair
)

select
    from_touchpoint_code,
    to_touchpoint_code,
    steps.transition_count,
    steps.customer_count,
    journeys.journey_count,
from steps
inner join journeys using (from_touchpoint_code, to_touchpoint_code)
