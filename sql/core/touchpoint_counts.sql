-- one row per touchpoint
-- key: touchpoint_code
-- scope: additive
with steps as (
    select
        touchpoint_code,
        count(*) as event_count,
        count(distinct customer_id) as customer_count,
    from core.steps
    group by touchpoint_code
),

met as (
    select
        unnest(list_distinct(paths.touchpoint_codes)) as touchpoint_code,
        journeys.last_touchpoint_code,
        journeys.status,
    from core.journey_paths as paths
    inner join core.journeys as journeys using (customer_id, journey_index)
),

journeys as (
    select
        touchpoint_code,
        count(*) as journey_count,
        count(*) filter (status = 'converted') as converted_count,
        count(*) filter (status = 'abandoned' and last_touchpoint_code = touchpoint_code) as drop_off_count,
        count(*) filter (status = 'open' and last_touchpoint_code = touchpoint_code) as still_open_count,
    from met
    group by touchpoint_code
)

select *
from steps
inner join journeys using (touchpoint_code)
