-- one row per touchpoint that some customers came to more than once in a journey that is over
-- key: touchpoint
-- kind: scaffold
-- Each customer counts once, by the first journey that came there: journeys of one customer are alike, and would be
-- taken for many. Affected are those whose journey was abandoned: who came back, beside who came once.
with places as (
    select
        names.touchpoint,
        names.stage,
        count(*) filter (visits.came_back) as tested_count,
        count(*) filter (visits.came_back and visits.is_abandoned) as affected_count,
        count(*) filter (not visits.came_back) as other_tested_count,
        count(*) filter (not visits.came_back and visits.is_abandoned) as other_affected_count,
        '''' || replace(names.touchpoint, '''', '''''') || '''' as quoted,
    from analysis.pain_firsts as visits
    inner join core.touchpoint_names as names using (touchpoint_code)
    anti join seed.goals as reached on names.touchpoint = reached.touchpoint
    group by names.touchpoint, names.stage
)

select
    'pain' as pain_kind,
    'rework' as pain_source,
    '' as pain_subject,
    touchpoint,
    stage,
    true as is_about_goals,
    tested_count as came_count,
    tested_count,
    affected_count,
    other_tested_count,
    other_affected_count,
    'core.journey_steps' as source_table,
    'select count(*) as affected_count from (select customer_id, status, count(*) as visit_count '
    || 'from core.journey_steps inner join core.journeys using (journey_id, customer_id) where touchpoint = ' || quoted
    || ' and status <> ''open'' group by customer_id, journey_index, status '
    || 'qualify row_number() over (partition by customer_id order by journey_index) = 1) '
    || 'where visit_count > 1 and status = ''abandoned''' as source_query,
from places
where tested_count > 0
