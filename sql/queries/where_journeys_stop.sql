-- At which touchpoints are journeys given up, and how often compared with all journeys that pass there?
select
    touchpoint,
    stage,
    channel,
    journey_count,
    drop_off_count,
    drop_off_share,
    drop_off_count / sum(drop_off_count) over () as share_of_all_drop_off,
    still_open_count,
from marts.touchpoint_metrics
where drop_off_count > 0
order by drop_off_count desc, touchpoint
limit 20
