-- one row per variant: journeys with the same touchpoints in the same order
-- key: variant_id
with durations as (
    select
        variant_id,
        quantile_cont(epoch_ms(ended_at) - epoch_ms(started_at), 0.5) / 1000 as median_seconds,
    from core.journeys
    group by variant_id
)

select
    counts.variant_id,
    counts.touchpoints,
    len(counts.touchpoints) as step_count,
    counts.journey_count,
    counts.converted_count,
    counts.converted_count / counts.journey_count as conversion_share,
    durations.median_seconds,
from core.variant_counts as counts
inner join durations using (variant_id)
