-- one row per customer with an event: the numeric features
-- key: customer_id
-- kind: view
select
    measures.customer_id,
    epoch(observation.as_of - measures.last_event_at) / 86400 as recency_days,
    epoch(measures.last_event_at - measures.first_event_at) / 86400 as tenure_days,
    measures.event_count,
    measures.session_count,
    measures.step_count,
    measures.journey_count,
    measures.converted_count,
    measures.company_act_count,
    measures.channel_count,
    coalesce(measures.amount, 0) as amount,
    coalesce(measures.goal_amount, 0) as goal_amount,
    measures.online_step_count / nullif(measures.step_count, 0) as online_share,
    measures.main_channel_step_count / nullif(measures.step_count, 0) as main_channel_share,
    measures.step_count / nullif(measures.journey_count, 0) as mean_step_count,
    measures.wait_milliseconds / 1000 / nullif(measures.step_count - measures.journey_count, 0) as mean_seconds_to_next,
    measures.converted_count / nullif(measures.journey_count, 0) as conversion_share,
from core.customer_measures as measures
cross join core.observation as observation
