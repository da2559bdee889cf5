-- one row per stage and bin of the time a journey spends in it
-- key: stage_code, wait_bin
-- scope: additive
-- The time from a journey's steps in a stage to the steps that follow them; bins as in core.transition_bins.
with journeys as (
    select
        stage_code,
        sum(wait_milliseconds) as wait_milliseconds,
    from core.journey_stages
    group by customer_id, journey_index, stage_code
)

select
    stage_code,
    floor(log2(wait_milliseconds + 1) * 8)::smallint as wait_bin,
    count(*) as journey_count,
from journeys
where wait_milliseconds is not null
group by all
