-- one row per stage and bin of the time a journey spends in it
-- key: stage, wait_bin
-- scope: additive
-- The time between a journey's steps in a stage and the steps that follow them; bins as in core.transition_bins.
select
    stage,
    floor(log2(wait_milliseconds + 1) * 8)::smallint as wait_bin,
    count(*) as journey_count,
from core.journey_stages
where wait_milliseconds is not null
group by all
