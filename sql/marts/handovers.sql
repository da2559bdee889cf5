-- one row per two owners between whom journeys pass from one step to the next
-- key: from_owner, to_owner
-- Owners as in core.touchpoints; steps nobody owns hand nothing over. Waits are read off bins, within 4.5%. At least so
-- many customers are concerned: those of the most travelled pair of touchpoints.
with owned as (
    select
        touchpoint_code,
        owner,
    from core.touchpoints
    where owner is not null
),

pairs as (
    select
        from_owners.owner as from_owner,
        to_owners.owner as to_owner,
        counts.from_touchpoint_code,
        counts.to_touchpoint_code,
        counts.transition_count,
        counts.customer_count,
    from core.transition_counts as counts
    inner join owned as from_owners on counts.from_touchpoint_code = from_owners.touchpoint_code
    inner join owned as to_owners on counts.to_touchpoint_code = to_owners.touchpoint_code
    where from_owners.owner <> to_owners.owner
),

bins as (
    select
        pairs.from_owner,
        pairs.to_owner,
        bins.wait_bin,
        sum(bins.transition_count) as transition_count,
    from pairs
    inner join core.transition_bins as bins using (from_touchpoint_code, to_touchpoint_code)
    group by all
),

running as (
    select
        from_owner,
        to_owner,
        case when wait_bin > 0 then (power(2, (wait_bin + 0.5) / 8) - 1) / 1000 else 0 end as wait_seconds,
        sum(transition_count) over (partition by from_owner, to_owner order by wait_bin rows unbounded preceding)
            as reached_count,
        sum(transition_count) over (partition by from_owner, to_owner) as total_count,
    from bins
),

quantiles as (
    select
        from_owner,
        to_owner,
        min(wait_seconds) filter (reached_count >= 0.5 * total_count) as median_seconds,
        min(wait_seconds) filter (reached_count >= 0.9 * total_count) as p90_seconds,
    from running
    group by from_owner, to_owner
),

counts as (
    select
        from_owner,
        to_owner,
        sum(transition_count)::bigint as handover_count,
        max(customer_count) as least_customer_count,
    from pairs
    group by from_owner, to_owner
)

select
    from_owner,
    to_owner,
    counts.handover_count,
    counts.least_customer_count,
    quantiles.median_seconds,
    quantiles.p90_seconds,
from counts
inner join quantiles using (from_owner, to_owner)
