-- one row per moment in the life of a watched customer that an outcome is judged by: a rating, or a visit
-- key: outcome, customer_id, event_key, at_tick
-- nullable: event_key
-- kind: scaffold
-- Ticks are minutes since the customer's first event. Met is, of an answer, what came in an earlier minute; of a visit
-- that may be the last, all up to its last act: the loss is what follows it. What else was known is of earlier periods.
with judged as (
    select
        outcome,
        customer_id,
        event_key,
        judged_ms,
        0 as minutes_known,
        is_reached,
        asked_level,
    from analysis.moment_answers
    union all
    select
        'churn',
        customer_id,
        null,
        act_ms,
        1,
        is_reached,
        0,
    from analysis.moment_visits
),

goals as (
    select
        customer_id,
        list(epoch_ms(occurred_at)) as goals_ms,
    from core.steps
    semi join analysis.moment_sample using (customer_id)
    where goal_rank is not null
    group by customer_id
)

select
    judged.outcome,
    judged.customer_id,
    judged.event_key,
    ((judged.judged_ms - sample.first_ms) // 60000 + judged.minutes_known)::integer as at_tick,
    (
        (judged.judged_ms - sample.first_ms) // windows.period_milliseconds * windows.period_milliseconds // 60000
    )::integer as from_tick,
    judged.is_reached,
    judged.asked_level,
    least(
        len(list_filter(coalesce(goals.goals_ms, []), lambda goal_ms: goal_ms < judged.judged_ms)), 2
    )::integer as goal_level,
from judged
inner join analysis.moment_sample as sample using (customer_id)
cross join seed.key_moments as windows
left join goals using (customer_id)
