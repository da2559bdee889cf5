-- one row per touchpoint, part, group of customers and what was known before a period: counts of watched periods
-- key: touchpoint, part, customer_group, stage_level, activity_level, recency_level, period_level, is_returning
-- nullable: touchpoint
-- kind: scaffold
-- Part 'all' holds every period. Of a touchpoint, 'met' are those after it was met, 'exposed' the same as told by the
-- other touchpoints' steps, 'control' those after it was met in another journey, drawn by hash. Levels are powers of 2.
with periods as (
    select
        spells.customer_id,
        spells.journey_index,
        spells.omitted_code,
        spells.stage_level,
        spells.activity_level,
        spells.period_index,
        unnest(
            range(spells.period_index + 1, least(coalesce(spells.next_period, 2000000000), journeys.last_period) + 1)
        )::integer as at_period,
    from analysis.moment_spells as spells
    inner join analysis.moment_journeys as journeys using (customer_id, journey_index)
),

parts as (
    select
        'all' as part,
        null::integer as touchpoint_code,
        periods.*,
    from periods
    where omitted_code = 0
    union all
    select
        unnest(case when periods.omitted_code = 0 then ['met'] else ['exposed'] end),
        exposures.touchpoint_code,
        periods.*,
    from periods
    inner join analysis.moment_exposures as exposures
        on periods.customer_id = exposures.customer_id
        and periods.journey_index = exposures.journey_index
        and periods.omitted_code in (0, exposures.touchpoint_code)
        and periods.at_period > exposures.first_period
    union all
    select
        'control',
        exposures.touchpoint_code,
        periods.*,
    from periods
    inner join analysis.moment_journeys as journeys using (customer_id, journey_index)
    inner join analysis.moment_exposures as exposures
        on journeys.other_customer_id = exposures.customer_id
        and journeys.other_journey_index = exposures.journey_index
        and periods.at_period > exposures.first_period
    where periods.omitted_code = 0
)

select
    names.touchpoint,
    parts.part,
    journeys.customer_group,
    parts.stage_level,
    parts.activity_level,
    least(floor(log2(parts.at_period - parts.period_index)), 3)::integer as recency_level,
    least(floor(log2(parts.at_period)), 5)::integer as period_level,
    journeys.is_returning,
    count(*) as watched_count,
    count(*) filter (parts.at_period = journeys.goal_period) as goal_count,
from parts
inner join analysis.moment_journeys as journeys using (customer_id, journey_index)
left join core.touchpoint_names as names using (touchpoint_code)
group by all
