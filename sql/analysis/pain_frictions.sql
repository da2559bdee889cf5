-- one row per kind of friction and touchpoint where it could happen
-- key: pain_subject, touchpoint
-- kind: scaffold
-- Affected are customers who met it, beside all other touchpoints where it could happen. Of kinds that are part of any
-- browsing, or measured against a touchpoint's own times, analysis.pain_waits tells whether they go with fewer goals.
with places as (
    select
        friction.friction_kind,
        friction.touchpoint,
        friction.stage,
        friction.customer_count as affected_count,
        greatest(metrics.customer_count, friction.customer_count) as came_count,
        '''' || replace(friction.touchpoint, '''', '''''') || '''' as quoted,
    from marts.touchpoint_friction as friction
    inner join marts.touchpoint_metrics as metrics using (touchpoint)
    where friction.friction_kind in ('rage_click', 'dead_click', 'repeat_contact', 'reopen')
)

select
    'pain' as pain_kind,
    'friction' as pain_source,
    friction_kind as pain_subject,
    touchpoint,
    stage,
    came_count,
    affected_count,
    'marts.touchpoint_friction' as source_table,
    'select customer_count as affected_count, friction_count, opportunity_count from marts.touchpoint_friction '
    || 'where friction_kind = ''' || friction_kind || ''' and touchpoint = ' || quoted as source_query,
from places
