-- one row per touchpoint met in a watched journey
-- key: touchpoint
-- kind: scaffold
select
    names.touchpoint,
    count(distinct exposures.customer_id) as customer_count,
    count(distinct exposures.customer_id) filter (journeys.is_returning) as returning_customer_count,
from analysis.moment_exposures as exposures
inner join analysis.moment_journeys as journeys using (customer_id, journey_index)
inner join core.touchpoint_names as names using (touchpoint_code)
where exposures.first_period < journeys.last_period
group by names.touchpoint
