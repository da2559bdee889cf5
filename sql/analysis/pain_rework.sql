-- one row per touchpoint that some journeys, now over, came to more than once
-- key: touchpoint
-- kind: scaffold
-- Affected are journeys that were abandoned: those that came back, beside those that came once.
with visits as (
    select
        customer_id,
        journey_index,
        touchpoint_code,
        count(*) > 1 as came_back,
    from core.steps
    group by customer_id, journey_index, touchpoint_code
),

places as (
    select
        names.touchpoint,
        names.stage,
        count(distinct visits.customer_id) filter (visits.came_back) as came_count,
        count(*) filter (visits.came_back) as tested_count,
        count(*) filter (visits.came_back and journeys.status = 'abandoned') as affected_count,
        count(*) filter (not visits.came_back) as other_tested_count,
        count(*) filter (not visits.came_back and journeys.status = 'abandoned') as other_affected_count,
        '''' || replace(names.touchpoint, '''', '''''') || '''' as quoted,
    from visits
    inner join core.journeys as journeys using (customer_id, journey_index)
    inner join core.touchpoint_names as names using (touchpoint_code)
    anti join seed.goals as reached on names.touchpoint = reached.touchpoint
    where journeys.status <> 'open'
    group by names.touchpoint, names.stage
)

select
    'pain' as pain_kind,
    'rework' as pain_source,
    '' as pain_subject,
    touchpoint,
    stage,
    true as is_about_goals,
    came_count,
    tested_count,
    affected_count,
    other_tested_count,
    other_affected_count,
    'core.journey_steps' as source_table,
    'select count(*) as affected_count from (select journey_id from core.journey_steps where touchpoint = ' || quoted
    || ' group by journey_id having count(*) > 1) inner join core.journeys using (journey_id) '
    || 'where status = ''abandoned''' as source_query,
from places
where came_count > 0
