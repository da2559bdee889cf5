-- one row per touchpoint
-- key: touchpoint_code
-- scope: additive
-- A journey is decided here unless it is still open with this as its latest step. Journeys of one customer are alike:
-- the interval of the share that drops off is made of sums over customers, of squares and products of their counts.
with steps as (
    select
        touchpoint_code,
        count(*) as event_count,
    from core.steps
    group by touchpoint_code
),

met as (
    select
        unnest(list_distinct(paths.touchpoint_codes)) as touchpoint_code,
        customer_id,
        journeys.last_touchpoint_code,
        journeys.status,
    from core.journey_paths as paths
    inner join core.journeys as journeys using (customer_id, journey_index)
),

customers as (
    select
        touchpoint_code,
        customer_id,
        count(*) as journey_count,
        count(*) filter (status = 'converted') as converted_count,
        count(*) filter (status = 'abandoned' and last_touchpoint_code = touchpoint_code) as drop_off_count,
        count(*) filter (status = 'open' and last_touchpoint_code = touchpoint_code) as still_open_count,
        journey_count - still_open_count as decided_count,
    from met
    group by touchpoint_code, customer_id
),

journeys as (
    select
        touchpoint_code,
        count(*) as customer_count,
        sum(journey_count)::bigint as journey_count,
        sum(converted_count)::bigint as converted_count,
        sum(drop_off_count)::bigint as drop_off_count,
        sum(still_open_count)::bigint as still_open_count,
        count(*) filter (decided_count > 0) as decided_customer_count,
        sum(decided_count * decided_count)::bigint as decided_square_sum,
        sum(drop_off_count * drop_off_count)::bigint as drop_off_square_sum,
        sum(decided_count * drop_off_count)::bigint as drop_off_product_sum,
    from customers
    group by touchpoint_code
)

select *
from steps
inner join journeys using (touchpoint_code)
