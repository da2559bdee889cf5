-- one row per slice of marts.slices and pair of touchpoints that follow one another in its journeys
-- key: slice_kind, slice, from_touchpoint, to_touchpoint
-- scope: all
-- nullable: to_touchpoint, median_seconds, p90_seconds
-- Where to_touchpoint is null the journeys end at this step. Waits are read off bins, within 4.5%.
with slices as (
    select
        slice_kind,
        slice,
        row_number() over () as slice_number, -- a window over numbers takes half the time
    from marts.slices
),

running as (
    select
        slices.slice_number,
        bins.from_touchpoint_code,
        bins.to_touchpoint_code,
        case when bins.wait_bin > 0 then (power(2, (bins.wait_bin + 0.5) / 8) - 1) / 1000 else 0 end as wait_seconds,
        counts.transition_count as total_count,
        sum(bins.transition_count) over (
            partition by slices.slice_number, bins.from_touchpoint_code, bins.to_touchpoint_code
            order by bins.wait_bin
            rows unbounded preceding
        ) as reached_count,
    from core.slice_bins as bins
    inner join slices using (slice_kind, slice)
    inner join core.slice_step_counts as counts
        using (slice_kind, slice, from_touchpoint_code, to_touchpoint_code)
),

quantiles as (
    select
        slice_number,
        from_touchpoint_code,
        to_touchpoint_code,
        min(wait_seconds) filter (reached_count >= 0.5 * total_count) as median_seconds,
        min(wait_seconds) filter (reached_count >= 0.9 * total_count) as p90_seconds,
    from running
    group by slice_number, from_touchpoint_code, to_touchpoint_code
)

select
    counts.slice_kind,
    counts.slice,
    from_names.touchpoint as from_touchpoint,
    to_names.touchpoint as to_touchpoint,
    counts.transition_count,
    counts.customer_count,
    quantiles.median_seconds,
    quantiles.p90_seconds,
from core.slice_step_counts as counts
inner join slices using (slice_kind, slice)
inner join core.touchpoint_names as from_names on counts.from_touchpoint_code = from_names.touchpoint_code
left join core.touchpoint_names as to_names on counts.to_touchpoint_code = to_names.touchpoint_code
left join quantiles
    on slices.slice_number = quantiles.slice_number
    and counts.from_touchpoint_code = quantiles.from_touchpoint_code
    and counts.to_touchpoint_code = quantiles.to_touchpoint_code
