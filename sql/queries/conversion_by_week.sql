-- How does conversion develop, by the week in which journeys began? The latest weeks still hold many open ones.
select
    date_trunc('week', started_at)::date as week_began,
    count(*) as journey_count,
    count(*) filter (status = 'converted') as converted_count,
    count(*) filter (status = 'open') as open_count,
    converted_count / nullif(journey_count - open_count, 0) as conversion_share_of_ended,
from core.journeys
group by week_began
order by week_began
