-- one row per touchpoint
-- key: touchpoint
-- A journey drops off at the last step it took before it was abandoned. Waits are to the next step of the journey.
with bins as (
    select
        from_touchpoint_code as touchpoint_code,
        wait_bin,
        sum(transition_count) as wait_count,
    from core.transition_bins
    group by all
),

running as (
    select
        touchpoint_code,
        case when wait_bin > 0 then (power(2, (wait_bin + 0.5) / 8) - 1) / 1000 else 0 end as wait_seconds,
        sum(wait_count) over (partition by touchpoint_code order by wait_bin rows unbounded preceding) as reached_count,
        sum(wait_count) over (partition by touchpoint_code) as total_count,
    from bins
),

quantiles as (
    select
        touchpoint_code,
        min(wait_seconds) filter (reached_count >= 0.5 * total_count) as median_seconds_to_next,
        min(wait_seconds) filter (reached_count >= 0.9 * total_count) as p90_seconds_to_next,
    from running
    group by touchpoint_code
)

select
    touchpoints.touchpoint,
    touchpoints.stage,
    touchpoints.channel,
    counts.event_count,
    counts.customer_count,
    counts.journey_count,
    counts.converted_count,
    counts.drop_off_count,
    counts.still_open_count,
    counts.drop_off_count / nullif(counts.journey_count - counts.still_open_count, 0) as drop_off_share,
    counts.decided_customer_count,
    counts.decided_square_sum,
    counts.drop_off_square_sum,
    counts.drop_off_product_sum,
    quantiles.median_seconds_to_next,
    quantiles.p90_seconds_to_next,
from core.touchpoint_counts as counts
inner join core.touchpoints as touchpoints using (touchpoint_code)
left join quantiles using (touchpoint_code)
