-- one row per done improvement that is measured at a place: equal windows before and after it
-- key: improvement_index
-- kind: scaffold
-- What follows an arrival is watched for seven days (the horizon), so the last seven days are left out: not all of it
-- has been seen yet. A rating stands for itself. A window lasts 90 days at most. Without a place of its own an effect
-- is measured at the pain's touchpoint.
with places as (
    select
        improvements.improvement_index,
        improvements.effect_measure,
        improvements.expected_stage as stage,
        case
            when improvements.expected_stage is null
                then coalesce(improvements.expected_touchpoint, pains.touchpoint)
        end as touchpoint,
        epoch_ms(improvements.done_at) as done_ms,
        if(improvements.effect_measure = 'satisfaction', 0, 7 * 86400000::bigint) as horizon_milliseconds,
        epoch_ms(observation.as_of) as as_of_ms,
        epoch_ms(journeys.started_at) as started_ms,
    from seed.improvements as improvements
    left join analysis.pain_names as pains using (pain_id)
    cross join core.observation as observation
    cross join (select min(started_at) as started_at from core.journeys) as journeys
),

lengths as (
    select
        *,
        least(90 * 86400000::bigint, as_of_ms - horizon_milliseconds - done_ms, done_ms - started_ms)
            as window_milliseconds,
    from places
)

select
    improvement_index,
    effect_measure,
    stage,
    touchpoint,
    horizon_milliseconds,
    window_milliseconds,
    make_timestamp_ms(done_ms) as done_at,
    make_timestamp_ms(done_ms - window_milliseconds) as window_from_at,
    make_timestamp_ms(done_ms + window_milliseconds) as window_to_at,
from lengths
where window_milliseconds > 0
