-- one row per outcome and touchpoint whose effect was estimated
-- key: pain_subject, touchpoint
-- kind: scaffold
-- Effects on goals alone, of touchpoints and acts of the company. Affected are, of those who met it, who did not reach
-- the goal; of a delight, who did. What 95 % or more of the journeys to some goal met is a step on the way to it, and
-- is left out.
with converted as (
    select
        journeys.goal,
        list_distinct(paths.touchpoint_codes) as touchpoint_codes,
        count(*) over (partition by journeys.goal) as journey_count,
    from core.journeys as journeys
    inner join core.journey_paths as paths using (customer_id, journey_index)
    where journeys.goal is not null
),

met as (
    select
        goal,
        journey_count,
        unnest(touchpoint_codes) as touchpoint_code,
    from converted
),

ways as (
    select touchpoint_code
    from met
    group by goal, touchpoint_code
    having count(*) >= 0.95 * any_value(journey_count)
)

select
    if(moments.odds_ratio < 1, 'pain', 'delight') as pain_kind,
    'key_moment' as pain_source,
    moments.outcome as pain_subject,
    moments.touchpoint,
    names.stage,
    true as is_about_goals,
    moments.met_customer_count as came_count,
    moments.met_customer_count as tested_count,
    if(
        moments.odds_ratio < 1,
        moments.met_customer_count - least(moments.met_outcome_count, moments.met_customer_count),
        least(moments.met_outcome_count, moments.met_customer_count)
    ) as affected_count,
    null::bigint as other_tested_count,
    null::bigint as other_affected_count,
    moments.odds_ratio,
    moments.odds_ratio_low,
    moments.odds_ratio_high,
    moments.effect_p_value,
    'analysis.key_moments' as source_table,
    'from analysis.key_moments where outcome = ''' || replace(moments.outcome, '''', '''''')
    || ''' and touchpoint = ''' || replace(moments.touchpoint, '''', '''''') || '''' as source_query,
from analysis.key_moments as moments
inner join core.touchpoint_names as names using (touchpoint)
anti join ways using (touchpoint_code)
where
    moments.outcome in ('conversion', 'another goal')
    and moments.effect_p_value is not null
    and moments.odds_ratio <> 1
