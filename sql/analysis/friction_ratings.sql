-- one row per rating in a stage where the customer had taken a step before
-- key: event_key
-- kind: scaffold
-- What the customer had met of friction, of any kind, in the stage until then: friction events, and steps.
with ratings as (
    select
        scores.event_key,
        scores.customer_id,
        scores.occurred_at,
        scores.satisfaction,
        (md5_number_upper(scores.stage) >> 33)::integer as stage_code,
    from core.scores as scores
    where scores.satisfaction is not null and scores.customer_id is not null
),

met as (
    select
        ratings.event_key,
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
        1,
        0,
    from ratings
    inner join core.friction as friction
        on ratings.customer_id = friction.customer_id and ratings.occurred_at > friction.occurred_at
    inner join core.touchpoint_names as names
        on friction.touchpoint_code = names.touchpoint_code and ratings.stage_code = names.stage_code
),

counts as (
    select
        event_key,
        sum(friction_count)::bigint as friction_count,
        sum(step_count)::bigint as step_count,
    from met
    group by event_key
)

select
    ratings.event_key,
    ratings.customer_id,
    ratings.occurred_at,
    ratings.satisfaction,
    counts.friction_count,
    counts.step_count,
from ratings
inner join counts using (event_key)
where counts.step_count > 0
