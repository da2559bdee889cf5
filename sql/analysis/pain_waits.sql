-- one row per kind of friction that is part of any browsing, and touchpoint where journeys, now over, met it
-- key: pain_subject, touchpoint
-- kind: scaffold
-- Affected are journeys that were abandoned: those that met it there, beside those that came there and did not.
with waits as (
    select distinct
        friction.friction_kind,
        friction.touchpoint_code,
        friction.customer_id,
        friction.journey_index,
    from core.friction as friction
    where
        friction.friction_kind in ('long_wait', 'hesitation', 'u_turn', 'quick_back')
        and friction.journey_index is not null
),

met as (
    select
        waits.friction_kind,
        waits.touchpoint_code,
        count(distinct waits.customer_id) as came_count,
        count(*) as tested_count,
        count(*) filter (journeys.status = 'abandoned') as affected_count,
    from waits
    inner join core.journeys as journeys using (customer_id, journey_index)
    where journeys.status <> 'open'
    group by waits.friction_kind, waits.touchpoint_code
),

came as (
    select
        unnest(list_distinct(paths.touchpoint_codes)) as touchpoint_code,
        journeys.status = 'abandoned' as is_abandoned,
    from core.journeys as journeys
    inner join core.journey_paths as paths using (customer_id, journey_index)
    where journeys.status <> 'open'
),

all_journeys as (
    select
        touchpoint_code,
        count(*) as journey_count,
        count(*) filter (is_abandoned) as abandoned_count,
    from came
    group by touchpoint_code
),

places as (
    select
        met.*,
        names.touchpoint,
        names.stage,
        all_journeys.journey_count - met.tested_count as other_tested_count,
        all_journeys.abandoned_count - met.affected_count as other_affected_count,
        '''' || replace(names.touchpoint, '''', '''''') || '''' as quoted,
    from met
    inner join all_journeys using (touchpoint_code)
    inner join core.touchpoint_names as names using (touchpoint_code)
    anti join seed.goals as reached on names.touchpoint = reached.touchpoint
)

select
    'pain' as pain_kind,
    if(friction_kind in ('long_wait', 'hesitation'), 'wait', 'friction') as pain_source,
    friction_kind as pain_subject,
    touchpoint,
    stage,
    true as is_about_goals,
    came_count,
    tested_count,
    affected_count,
    other_tested_count,
    other_affected_count,
    'core.friction' as source_table,
    'select count(*) as affected_count from (select distinct customer_id, journey_index from core.friction '
    || 'inner join core.touchpoints using (touchpoint_code) where friction_kind = ''' || friction_kind
    || ''' and touchpoint = ' || quoted || ') inner join core.journeys using (customer_id, journey_index) '
    || 'where status = ''abandoned''' as source_query,
from places
