-- one row per plan, deviation that adds steps to it, and touchpoint
-- key: pain_subject, touchpoint
-- kind: scaffold
-- Affected are journeys that were abandoned, beside those that kept to the plan there: of as many as the journeys are
-- worth, since those of one customer are alike. A step that is skipped, or taken in another place, is left out:
-- journeys that end early skip what comes later, whatever made them end.
select
    'pain' as pain_kind,
    'deviation' as pain_source,
    deviations.plan || ': ' || deviations.move_kind as pain_subject,
    deviations.touchpoint,
    names.stage,
    true as is_about_goals,
    deviations.customer_count as came_count,
    deviations.worth_count as tested_count,
    round((1 - deviations.conversion_share) * deviations.worth_count)::bigint as affected_count,
    deviations.compared_worth_count as other_tested_count,
    round((1 - deviations.compared_conversion_share) * deviations.compared_worth_count)::bigint as other_affected_count,
    'analysis.deviations' as source_table,
    'from analysis.deviations where plan = ''' || replace(deviations.plan, '''', '''''')
    || ''' and move_kind = ''' || deviations.move_kind
    || ''' and touchpoint = ''' || replace(deviations.touchpoint, '''', '''''') || '''' as source_query,
from analysis.deviations as deviations
inner join core.touchpoint_names as names using (touchpoint)
where
    deviations.move_kind in ('inserted', 'repeated')
    and not deviations.is_accepted
    and deviations.conversion_change is not null
