-- one row per watch: a journey of a watched customer, or (0) all that is known of one
-- key: customer_id, journey_index
-- kind: scaffold
-- Journeys tell of goals, period by period; whole lives tell of ratings and losses, in ticks of a minute, up to the
-- last one judged. Another watch of the same sort, drawn by hash, lends its history as the negative control.
with watches as (
    select
        customer_id,
        journey_index,
        started_ms,
        last_period as last_tick,
        windows.period_milliseconds as tick_milliseconds,
    from analysis.moment_journeys
    cross join seed.key_moments as windows
    union all
    select
        points.customer_id,
        0,
        any_value(sample.first_ms),
        max(points.at_tick),
        60000,
    from analysis.moment_points as points
    inner join analysis.moment_sample as sample using (customer_id)
    group by points.customer_id
)

select
    watches.*,
    sample.customer_group,
    sample.origin_level,
    lead(watches.customer_id) over drawn as other_customer_id,
    lead(watches.journey_index) over drawn as other_journey_index,
from watches
inner join analysis.moment_sample as sample using (customer_id)
window drawn as (
    partition by watches.journey_index = 0
    order by
        md5_number_lower(watches.customer_id || '-' || watches.journey_index),
        watches.customer_id,
        watches.journey_index
)
