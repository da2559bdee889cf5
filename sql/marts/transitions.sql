-- one row per pair of touchpoints that follow one another within a journey
-- key: from_touchpoint, to_touchpoint
-- Median and p90 are read off bins 2^(1/8) wide: within 4.5% of the exact ones.
with running as (
    select
        from_touchpoint_code,
        to_touchpoint_code,
        case when wait_bin > 0 then (power(2, (wait_bin + 0.5) / 8) - 1) / 1000 else 0 end as wait_seconds,
        sum(transition_count) over so_far as reached_count,
        sum(transition_count) over (partition by from_touchpoint_code, to_touchpoint_code) as total_count,
    from core.transition_bins
    window so_far as (partition by from_touchpoint_code, to_touchpoint_code order by wait_bin rows unbounded preceding)
),

quantiles as (
    select
        from_touchpoint_code,
        to_touchpoint_code,
        min(wait_seconds) filter (reached_count >= 0.5 * total_count) as median_seconds,
        min(wait_seconds) filter (reached_count >= 0.9 * total_count) as p90_seconds,
    from running
    group by from_touchpoint_code, to_touchpoint_code
)

select
    from_names.touchpoint as from_touchpoint,
    to_names.touchpoint as to_touchpoint,
    counts.transition_count,
    counts.customer_count,
    counts.journey_count,
    quantiles.median_seconds,
    quantiles.p90_seconds,
from core.transition_counts as counts
inner join quantiles using (from_touchpoint_code, to_touchpoint_code)
inner join core.touchpoint_names as from_names on counts.from_touchpoint_code = from_names.touchpoint_code
inner join core.touchpoint_names as to_names on counts.to_touchpoint_code = to_names.touchpoint_code
