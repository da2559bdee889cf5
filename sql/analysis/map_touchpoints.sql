-- one row per map and touchpoint met on it
-- key: persona_id, scenario, touchpoint
-- kind: scaffold
-- The wait is a customer's mean time from a step there to the next one; its median over customers, of fixed bins (each
-- 9% wide), with the interval that the order of the values gives.
with bins as (
    select
        visits.map_group,
        visits.touchpoint_code,
        case
            when visits.wait_milliseconds is not null
                then floor(log2(visits.wait_milliseconds / visits.wait_count + 1) * 8)::smallint
        end as wait_bin,
        count(*) as customer_count,
        sum(visits.step_count) as step_count,
    from analysis.map_visits as visits
    group by all
),

maps as (
    select
        groups.persona_id,
        groups.scenario,
        bins.touchpoint_code,
        bins.wait_bin,
        sum(bins.customer_count)::bigint as customer_count,
        sum(bins.step_count)::bigint as step_count,
    from bins
    inner join analysis.map_groups as groups using (map_group)
    group by all
),

running as (
    select
        *,
        (power(2, (wait_bin + 0.5) / 8) - 1) / 1000 as seconds,
        sum(customer_count) over (
            partition by persona_id, scenario, touchpoint_code, wait_bin is null order by wait_bin
        ) as reached_count,
        sum(customer_count) over (partition by persona_id, scenario, touchpoint_code, wait_bin is null) as total_count,
    from maps
)

select
    running.persona_id,
    running.scenario,
    touchpoints.touchpoint,
    touchpoints.stage,
    touchpoints.channel,
    touchpoints.channel_kind,
    touchpoints.owner,
    sum(running.customer_count)::bigint as customer_count,
    sum(running.step_count)::bigint as step_count,
    sum(running.customer_count) filter (running.wait_bin is not null)::bigint as waiting_count,
    min(running.seconds) filter (running.reached_count >= running.total_count / 2) as median_seconds,
    min(running.seconds) filter (
        running.reached_count >= running.total_count / 2 - 0.98 * sqrt(running.total_count)
    ) as median_seconds_low,
    min(running.seconds) filter (
        running.reached_count >= least(running.total_count, running.total_count / 2 + 0.98 * sqrt(running.total_count))
    ) as median_seconds_high,
from running
inner join core.touchpoints as touchpoints using (touchpoint_code)
group by all
