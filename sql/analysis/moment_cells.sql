-- one row per outcome, factor, part, group of customers and what was known before: moments judged, and outcomes
-- key: outcome, factor_code, part, customer_group, stage, activity, recency, period, goals, asked, origin, has_written
-- nullable: factor_code
-- kind: scaffold
-- Part 'all' holds every moment. Of a factor, 'met' are those after it was met, 'exposed' the same as told by the
-- other touchpoints' steps, 'control' those after it was met in another watch, drawn by hash. Who voices a barrier or a
-- topic is compared with who wrote something else, so whether anything was written is told for these and for all.
with written as (
    select
        exposures.customer_id,
        exposures.journey_index,
        exposures.first_tick,
    from analysis.moment_exposures as exposures
    inner join analysis.moment_names as names using (factor_code)
    where names.factor_kind = 'text'
),

asked as (
    select
        exposures.*,
        names.factor_kind in ('barrier', 'topic') as is_voiced,
    from analysis.moment_exposures as exposures
    inner join analysis.moment_names as names using (factor_code)
    where names.factor_kind <> 'text'
),

parts as (
    select
        'all' as part,
        null::integer as factor_code,
        true as is_voiced,
        judged.*,
    from analysis.moment_judged as judged
    where judged.omitted_code = 0
    union all
    select
        unnest(
            if(judged.omitted_code > 0, ['exposed'], if(asked.factor_code > 0, ['met'], ['met', 'exposed']))
        ),
        asked.factor_code,
        asked.is_voiced,
        judged.*,
    from analysis.moment_judged as judged
    inner join asked
        on judged.customer_id = asked.customer_id
        and judged.journey_index = asked.journey_index
        and judged.omitted_code in (0, asked.factor_code)
        and judged.at_tick > asked.first_tick
    union all
    select
        'control',
        asked.factor_code,
        asked.is_voiced,
        judged.*,
    from analysis.moment_judged as judged
    inner join analysis.moment_watches as watches using (customer_id, journey_index)
    inner join asked
        on watches.other_customer_id = asked.customer_id
        and watches.other_journey_index = asked.journey_index
        and judged.at_tick > asked.first_tick
    where judged.omitted_code = 0
)

select
    parts.outcome,
    parts.factor_code,
    parts.part,
    watches.customer_group,
    watches.origin_level as origin,
    parts.stage_level as stage,
    parts.activity_level as activity,
    parts.recency_level as recency,
    parts.period_level as period,
    parts.goal_level as goals,
    parts.asked_level as asked,
    parts.is_voiced and coalesce(parts.at_tick > written.first_tick, false) as has_written,
    count(*) as judged_count,
    count(*) filter (parts.is_reached) as reached_count,
from parts
inner join analysis.moment_watches as watches using (customer_id, journey_index)
left join written using (customer_id, journey_index)
group by all
