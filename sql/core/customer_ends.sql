-- one row per customer with an event: what may tell that the customer is lost, or is not
-- key: customer_id
-- scope: customer
-- Nothing here depends on when the night runs; core.churn judges it as of then.
select
    events.customer_id,
    max(events.occurred_at) filter (kinds.is_customer_act) as last_act_at,
    min(events.occurred_at) filter (events.goal_rank is not null) as first_goal_at,
    max(events.occurred_at) filter (events.goal_rank is not null) as last_goal_at,
    max(events.occurred_at) filter (
        kinds.touchpoint = churn.touchpoint or kinds.event_name = churn.event_name
    ) as last_cancelled_at,
from core.customer_events as events
inner join core.event_kinds as kinds using (event_kind_id)
cross join seed.churn as churn
group by events.customer_id
