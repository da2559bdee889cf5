-- one row per customer with an event: lost, as [churn] of the settings defines it, or not
-- key: customer_id
-- is_churned is null where the settings define no churn, and for customers whom it cannot concern: those without a goal
-- yet, unless it is of everybody. Cancelled holds unless a goal was reached later; silent unless a later act is known.
with ends as (
    select
        ends.customer_id,
        churn.is_defined
        and (not churn.is_among_converted or ends.first_goal_at is not null or ends.last_cancelled_at is not null)
            as is_concerned,
        case when coalesce(ends.last_goal_at <= ends.last_cancelled_at, true) then ends.last_cancelled_at end
            as cancelled_at,
        case
            when epoch_ms(ends.last_act_at) + churn.silence_milliseconds <= epoch_ms(observation.as_of)
                then ends.last_act_at + to_milliseconds(churn.silence_milliseconds)
        end as silent_at,
    from core.customer_ends as ends
    cross join seed.churn as churn
    cross join core.observation as observation
)

select
    customer_id,
    case when is_concerned then coalesce(cancelled_at, silent_at) is not null end as is_churned,
    case when is_concerned then least(cancelled_at, silent_at) end as churned_at,
    case
        when not is_concerned or coalesce(cancelled_at, silent_at) is null then null
        when silent_at is null or cancelled_at <= silent_at then 'cancelled'
        else 'silent'
    end as churn_reason,
from ends
