-- one row per kind of friction that is part of any browsing, and touchpoint where customers met it
-- key: pain_subject, touchpoint
-- kind: scaffold
-- Each customer counts once, by the first journey that came there and is over: journeys of one customer are alike, and
-- would be taken for many. Affected are those whose journey was abandoned: who met it there, beside who did not.
with everybody as (
    select
        touchpoint_code,
        count(*) as customer_count,
        count(*) filter (is_abandoned) as abandoned_count,
    from analysis.pain_firsts
    group by touchpoint_code
),

waits as (
    select distinct
        friction_kind,
        touchpoint_code,
        customer_id,
        journey_index,
    from core.friction
    where friction_kind in ('long_wait', 'hesitation', 'u_turn', 'quick_back')
),

met as (
    select
        waits.friction_kind,
        firsts.touchpoint_code,
        count(*) as tested_count,
        count(*) filter (firsts.is_abandoned) as affected_count,
    from analysis.pain_firsts as firsts
    inner join waits using (customer_id, journey_index, touchpoint_code)
    group by waits.friction_kind, firsts.touchpoint_code
),

places as (
    select
        met.*,
        names.touchpoint,
        names.stage,
        everybody.customer_count - met.tested_count as other_tested_count,
        everybody.abandoned_count - met.affected_count as other_affected_count,
        '''' || replace(names.touchpoint, '''', '''''') || '''' as quoted,
    from met
    inner join everybody using (touchpoint_code)
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
    tested_count as came_count,
    tested_count,
    affected_count,
    other_tested_count,
    other_affected_count,
    'core.friction' as source_table,
    'select count(*) as affected_count from (select customer_id, journey_index, status from core.journey_steps '
    || 'inner join core.journeys using (journey_id, customer_id) where status <> ''open'' and touchpoint = ' || quoted
    || ' group by customer_id, journey_index, status '
    || 'qualify row_number() over (partition by customer_id order by journey_index) = 1) '
    || 'semi join (select customer_id, journey_index from core.friction inner join core.touchpoints '
    || 'using (touchpoint_code) where friction_kind = ''' || friction_kind || ''' and touchpoint = ' || quoted
    || ') using (customer_id, journey_index) where status = ''abandoned''' as source_query,
from places
