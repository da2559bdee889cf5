-- one row per variant: journeys with the same touchpoints in the same order
-- key: variant_id
-- scope: variant
with names as (
    select
        list(touchpoint_code) as codes,
        list(touchpoint) as names,
    from core.touchpoint_names
),

durations as (
    select
        variant_key,
        quantile_cont(epoch_ms(ended_at) - epoch_ms(started_at), 0.5) / 1000 as median_seconds,
    from core.journeys
    group by variant_key
)

select
    md5(array_to_string(counts.touchpoint_codes, '>')) as variant_id,
    counts.variant_key,
    list_transform(counts.touchpoint_codes, lambda code: names.names[list_position(names.codes, code)]) as touchpoints,
    len(counts.touchpoint_codes) as step_count,
    counts.journey_count,
    counts.customer_count,
    counts.converted_count,
    counts.converted_count / counts.journey_count as conversion_share,
    durations.median_seconds,
from core.variant_counts as counts
inner join durations using (variant_key)
cross join names
