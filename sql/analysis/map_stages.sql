-- one row per map and stage its customers came to
-- key: persona_id, scenario, stage
-- kind: scaffold
-- Medians over customers, of fixed bins (each 9% wide), with the interval that the order of the values gives.
with maps as (
    select
        groups.persona_id,
        groups.scenario,
        bins.stage,
        bins.measure,
        (power(2, (bins.wait_bin + 0.5) / 8) - 1) / 1000 as seconds,
        sum(bins.customer_count) as customer_count,
        sum(bins.continued_count) as continued_count,
        sum(bins.step_count) as step_count,
    from analysis.map_stage_bins as bins
    inner join analysis.map_groups as groups using (map_group)
    group by all
),

running as (
    select
        *,
        sum(customer_count) over (
            partition by persona_id, scenario, stage, measure, seconds is null order by seconds
        ) as reached_count,
        sum(customer_count) over (partition by persona_id, scenario, stage, measure, seconds is null) as total_count,
    from maps
),

medians as (
    select
        persona_id,
        scenario,
        stage,
        measure,
        sum(customer_count)::bigint as customer_count,
        sum(continued_count)::bigint as continued_count,
        sum(step_count)::bigint as step_count,
        coalesce(sum(customer_count) filter (seconds is not null), 0)::bigint as timed_count,
        min(seconds) filter (reached_count >= total_count / 2) as median_seconds,
        min(seconds) filter (reached_count >= total_count / 2 - 0.98 * sqrt(total_count)) as median_seconds_low,
        min(seconds) filter (
            reached_count >= least(total_count, total_count / 2 + 0.98 * sqrt(total_count))
        ) as median_seconds_high,
    from running
    group by persona_id, scenario, stage, measure
),

sizes as (
    select
        persona_id,
        scenario,
        sum(customer_count)::bigint as map_customer_count,
    from analysis.map_groups
    group by persona_id, scenario
)

select
    stays.persona_id,
    stays.scenario,
    stays.stage,
    stays.customer_count,
    sizes.map_customer_count,
    stays.step_count,
    stays.continued_count,
    stays.timed_count as stay_count,
    stays.median_seconds as stay_seconds,
    stays.median_seconds_low as stay_seconds_low,
    stays.median_seconds_high as stay_seconds_high,
    nexts.median_seconds as next_seconds,
    nexts.median_seconds_low as next_seconds_low,
    nexts.median_seconds_high as next_seconds_high,
from medians as stays
inner join medians as nexts
    on stays.persona_id = nexts.persona_id
    and stays.scenario = nexts.scenario
    and stays.stage = nexts.stage
    and nexts.measure = 'next'
inner join sizes on stays.persona_id = sizes.persona_id and stays.scenario = sizes.scenario
where stays.measure = 'stay'
