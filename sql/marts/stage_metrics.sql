-- one row per stage
-- key: stage
-- The share of journeys that reach a stage is of all journeys. Time in a stage ends with the step that follows.
with running as (
    select
        stage_code,
        case when wait_bin > 0 then (power(2, (wait_bin + 0.5) / 8) - 1) / 1000 else 0 end as stage_seconds,
        sum(journey_count) over (partition by stage_code order by wait_bin rows unbounded preceding) as reached_count,
        sum(journey_count) over (partition by stage_code) as total_count,
    from core.stage_bins
),

quantiles as (
    select
        stage_code,
        min(stage_seconds) filter (reached_count >= 0.5 * total_count) as median_seconds,
    from running
    group by stage_code
)

select
    stages.stage,
    stages.display_rank as stage_rank,
    counts.customer_count,
    counts.journey_count,
    counts.journey_count / nullif((select count(*) from core.journeys), 0) as reached_share,
    counts.continued_count,
    counts.drop_off_count,
    quantiles.median_seconds,
from core.stage_counts as counts
inner join core.stages as stages using (stage_code)
left join quantiles using (stage_code)
