-- one row per slice of the journeys: the twelve largest of each kind, of months the twelve latest
-- key: slice_kind, slice
-- scope: all
-- kind: view
with ranked as (
    select
        slice_kind,
        slice,
        journey_count,
        converted_count,
        customer_count,
        row_number() over (
            partition by slice_kind
            order by case when slice_kind = 'period' then slice end desc, journey_count desc, slice
        ) as slice_rank,
    from core.slice_counts
)

select *
from ranked
where slice_rank <= 12
