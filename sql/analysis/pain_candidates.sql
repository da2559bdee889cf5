-- one row per pain or delight that was looked for: its source, what of it, and the touchpoint
-- key: pain_kind, pain_source, pain_subject, touchpoint
-- Tested is affected_count of tested_count beside other_affected_count of other_tested_count; of key moments the odds
-- ratio.
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
)

select
    candidates.*,
    touchpoints.channel,
    touchpoints.owner,
    journeys.window_from_at,
    observation.as_of as window_to_at,
from candidates
inner join core.touchpoints as touchpoints using (touchpoint)
cross join (select min(started_at) as window_from_at from core.journeys) as journeys
cross join core.observation as observation
