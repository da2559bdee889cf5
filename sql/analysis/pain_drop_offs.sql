-- one row per touchpoint up to the stage of the first goal, goals left out
-- key: touchpoint
-- kind: scaffold
-- Affected are customers with an abandoned journey that ended there, beside the other touchpoints of its stage. After
-- the first goal's stage a journey may rightly end. Where journeys convert as often as at the others it is no pain that
-- some end there, so those are left out.
with goals as (
    select min(names.stage_rank) as stage_rank
    from seed.goals as goals
    inner join core.touchpoint_names as names using (touchpoint)
),

dropped as (
    select
        last_touchpoint_code as touchpoint_code,
        count(distinct customer_id) as affected_count,
    from core.journeys
    where status = 'abandoned'
    group by last_touchpoint_code
),

places as (
    select
        names.touchpoint,
        names.stage,
        counts.customer_count as came_count,
        coalesce(dropped.affected_count, 0) as affected_count,
        sum(counts.customer_count) over stage - counts.customer_count as other_tested_count,
        sum(coalesce(dropped.affected_count, 0)) over stage - coalesce(dropped.affected_count, 0)
            as other_affected_count,
        counts.converted_count / counts.journey_count as converted_share,
        (sum(counts.converted_count) over stage - counts.converted_count)
        / nullif(sum(counts.journey_count) over stage - counts.journey_count, 0) as other_converted_share,
        '''' || replace(names.touchpoint, '''', '''''') || '''' as quoted,
    from core.touchpoint_counts as counts
    inner join core.touchpoint_names as names using (touchpoint_code)
    inner join goals on names.stage_rank <= goals.stage_rank
    left join dropped using (touchpoint_code)
    anti join seed.goals as reached on names.touchpoint = reached.touchpoint
    window stage as (partition by names.stage)
)

select
    'pain' as pain_kind,
    'drop_off' as pain_source,
    '' as pain_subject,
    touchpoint,
    stage,
    false as is_about_goals,
    came_count,
    came_count as tested_count,
    affected_count,
    other_tested_count::bigint as other_tested_count,
    other_affected_count::bigint as other_affected_count,
    'core.journeys' as source_table,
    'select count(distinct customer_id) as affected_count from core.journeys inner join core.touchpoints '
    || 'on last_touchpoint_code = touchpoint_code where status = ''abandoned'' and touchpoint = ' || quoted
        as source_query,
from places
where converted_share < other_converted_share
