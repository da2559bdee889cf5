-- one row per rating, and stage or touchpoint where the customer had taken a step before
-- key: dimension, event_key
-- kind: scaffold
-- What the customer had met of friction, of any kind, there until then: friction events, and steps. A rating tells of
-- the touchpoint it was asked about, and of its stage.
with ratings as (
    select
        scores.event_key,
        scores.customer_id,
        scores.occurred_at,
        scores.satisfaction,
        scores.touchpoint,
        (md5_number_upper(scores.stage) >> 33)::integer as stage_code,
    from core.scores as scores
    where scores.satisfaction is not null and scores.customer_id is not null
),

met as (
    select
        ratings.event_key,
        ratings.touchpoint = names.touchpoint as is_same_touchpoint,
        0 as friction_count,
        1 as step_count,
    from ratings
    inner join core.steps as steps
        on ratings.customer_id = steps.customer_id and ratings.occurred_at > steps.occurred_at
    inner join core.touchpoint_names as names
        on steps.touchpoint_code = names.touchpoint_code and ratings.stage_code = names.stage_code
    union all
    select
        ratings.event_key,
        ratings.touchpoint = names.touchpoint,
        1,
        0,
    from ratings
    inner join core.friction as friction
        on ratings.customer_id = friction.customer_id and ratings.occurred_at > friction.occurred_at
    inner join core.touchpoint_names as names
        on friction.touchpoint_code = names.touchpoint_code and ratings.stage_code = names.stage_code
),

places as (
    select
        event_key,
        unnest(if(is_same_touchpoint, ['stage', 'touchpoint'], ['stage'])) as dimension,
        friction_count,
        step_count,
    from met
),

counts as (
    select
        event_key,
        dimension,
        sum(friction_count)::bigint as friction_count,
        sum(step_count)::bigint as step_count,
    from places
    group by all
)

select
    counts.dimension,
    ratings.event_key,
    ratings.customer_id,
    ratings.occurred_at,
    ratings.satisfaction,
    counts.friction_count,
    counts.step_count,
from ratings
inner join counts using (event_key)
where counts.step_count > 0
