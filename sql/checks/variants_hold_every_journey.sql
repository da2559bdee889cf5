-- Do the variants, or the first links of the paths, come to another number than there are journeys?
-- on rows: stop
with counts as (
    select
        (select coalesce(sum(journey_count), 0) from marts.variants) as variant_journey_count,
        (select coalesce(sum(journey_count) filter (step_index = 1), 0) from marts.path_links) as link_journey_count,
        (select count(*) from core.journeys) as journey_count,
)

select *
from counts
where variant_journey_count <> journey_count or link_journey_count <> journey_count
