-- one row per outcome, watch, touchpoint left out (0: none) and moment judged: what was known before, what came of it
-- key: outcome, customer_id, journey_index, omitted_code, at_tick, event_key
-- nullable: event_key
-- kind: scaffold
-- Levels are powers of 2: of steps, of periods since the last one, of periods since the beginning; -1 where nothing
-- else is known before a rating or a visit. Periods of a journey of which nothing else is known are left out.
with periods as (
    select
        'conversion' as outcome,
        spells.*,
        unnest(range(spells.tick + 1, least(coalesce(spells.next_tick, 2000000000), journeys.last_period) + 1))::integer
            as at_tick,
        null::bigint as event_key,
        journeys.goal_level,
        0 as asked_level,
        journeys.goal_period,
    from analysis.moment_spells as spells
    inner join analysis.moment_journeys as journeys using (customer_id, journey_index)
),

points as (
    select
        points.*,
        exposures.factor_code as omitted_code,
    from analysis.moment_points as points
    inner join analysis.moment_exposures as exposures
        on points.customer_id = exposures.customer_id and exposures.journey_index = 0
    where exposures.factor_code > 0 and points.at_tick > exposures.first_tick
    union all
    select
        *,
        0,
    from analysis.moment_points
),

lives as (
    select *
    from analysis.moment_spells
    where journey_index = 0
)

select
    outcome,
    customer_id,
    journey_index,
    omitted_code,
    at_tick,
    event_key,
    stage_level,
    activity_level,
    least(floor(log2(at_tick - tick)), 3)::integer as recency_level,
    least(floor(log2(at_tick)), 5)::integer as period_level,
    goal_level,
    asked_level,
    coalesce(at_tick = goal_period, false) as is_reached,
from periods
union all
select
    points.outcome,
    points.customer_id,
    0,
    points.omitted_code,
    points.at_tick,
    points.event_key,
    coalesce(lives.stage_level, -1),
    coalesce(lives.activity_level, -1),
    coalesce(
        least(floor(log2(ceil((points.from_tick - lives.tick) * 60000.0 / windows.period_milliseconds))), 3), -1
    )::integer,
    least(floor(log2(1 + points.from_tick * 60000.0 / windows.period_milliseconds)), 5)::integer,
    points.goal_level,
    points.asked_level,
    points.is_reached,
from points
cross join seed.key_moments as windows
asof left join lives
    on points.customer_id = lives.customer_id
    and points.omitted_code = lives.omitted_code
    and points.from_tick > lives.tick
