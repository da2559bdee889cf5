-- one row per pain or delight that was looked for: its source, what of it, and the touchpoint
-- key: pain_kind, pain_source, pain_subject, touchpoint
-- Tested is affected_count of tested_count beside other_affected_count of other_tested_count; of key moments the odds
-- ratio. Where a source says nothing else, tested are all who came, beside the same at all other touchpoints.
with candidates as (
    from analysis.pain_moments
    union all by name
    from analysis.pain_drop_offs
    union all by name
    from analysis.pain_rework
    union all by name
    from analysis.pain_feelings
    union all by name
    from analysis.pain_deviations
    union all by name
    from analysis.pain_frictions
    union all by name
    from analysis.pain_waits
    union all by name
    from analysis.pain_signals
    union all by name
    from analysis.pain_topics
),

compared as (
    select
        * exclude (is_about_goals, tested_count, other_tested_count, other_affected_count),
        coalesce(is_about_goals, false) as is_about_goals,
        coalesce(tested_count, came_count) as tested_count,
        if(tested_count is null, sum(came_count) over peers::bigint - came_count, other_tested_count)
            as other_tested_count,
        if(tested_count is null, sum(affected_count) over peers::bigint - affected_count, other_affected_count)
            as other_affected_count,
    from candidates
    window peers as (partition by pain_kind, pain_source, pain_subject)
)

select
    compared.*,
    touchpoints.channel,
    touchpoints.owner,
    journeys.window_from_at,
    observation.as_of as window_to_at,
from compared
inner join core.touchpoints as touchpoints using (touchpoint)
cross join (select min(started_at) as window_from_at from core.journeys) as journeys
cross join core.observation as observation
