-- one row per watched customer whom churn concerns, and period with an act of theirs: was it the last before the loss?
-- key: customer_id, period_index
-- kind: scaffold
-- Lost is who core.churn says is lost. A period whose last act is younger than the silence that [churn] waits for, or
-- that nothing follows yet, tells nothing: whether a loss follows would be known sooner than that none does.
with concerned as (
    select
        churn.customer_id,
        sample.first_ms,
        churn.is_churned,
        if(churn.churn_reason = 'cancelled', epoch_ms(churn.churned_at), 9223372036854775807) as cancelled_ms,
        case
            when limits.is_among_converted then coalesce(epoch_ms(ends.first_goal_at), sample.first_ms)
            else sample.first_ms
        end as since_ms,
        epoch_ms(observation.as_of) - coalesce(limits.silence_milliseconds, 0) as decided_ms,
    from core.churn as churn
    inner join analysis.moment_sample as sample using (customer_id)
    inner join core.customer_ends as ends using (customer_id)
    cross join seed.churn as limits
    cross join core.observation as observation
    where churn.is_churned is not null
),

visits as (
    select
        events.customer_id,
        ((epoch_ms(events.occurred_at) - concerned.first_ms) // windows.period_milliseconds)::integer as period_index,
        max(epoch_ms(events.occurred_at)) as act_ms,
    from core.customer_events as events
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join concerned using (customer_id)
    cross join seed.key_moments as windows
    where
        kinds.is_customer_act
        and epoch_ms(events.occurred_at) >= concerned.since_ms
        and epoch_ms(events.occurred_at) < concerned.cancelled_ms
    group by all
),

judged as (
    select
        visits.*,
        concerned.decided_ms,
        lead(visits.act_ms) over visits_of is null as is_last,
        concerned.is_churned,
    from visits
    inner join concerned using (customer_id)
    window visits_of as (partition by visits.customer_id order by visits.period_index)
)

select
    customer_id,
    period_index,
    act_ms,
    is_last as is_reached,
from judged
where act_ms <= decided_ms and (is_churned or not is_last)
