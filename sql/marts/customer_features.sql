-- one row per customer with an event: the numeric features
-- key: customer_id
-- kind: view
-- Outcomes (amounts, conversions, days between goals, lifetime value) stand beside the rest; segments do without them.
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
    habits.visit_milliseconds / 1000 / nullif(habits.visit_count, 0) as mean_session_seconds,
    habits.visit_event_count / nullif(habits.visit_count, 0) as mean_session_event_count,
    habits.night_visit_count / nullif(habits.visit_count, 0) as night_share,
    habits.morning_visit_count / nullif(habits.visit_count, 0) as morning_share,
    habits.evening_visit_count / nullif(habits.visit_count, 0) as evening_share,
    habits.weekend_visit_count / nullif(habits.visit_count, 0) as weekend_share,
    habits.phone_visit_count / nullif(habits.device_visit_count, 0) as phone_share,
    habits.desktop_visit_count / nullif(habits.device_visit_count, 0) as desktop_share,
    habits.median_gap_milliseconds / 86400000 as median_gap_days,
    habits.p90_gap_milliseconds / 86400000 as p90_gap_days,
    habits.median_wait_milliseconds / 1000 as median_wait_seconds,
    habits.p90_wait_milliseconds / 1000 as p90_wait_seconds,
    coalesce(habits.touchpoint_count, 0) as touchpoint_count,
    habits.immediate_repeat_count / nullif(measures.step_count, 0) as repeated_step_share,
    coalesce(habits.service_step_count, 0) as service_step_count,
    coalesce(habits.text_count, 0) as text_count,
    coalesce(habits.repeat_contact_count, 0) as repeat_contact_count,
    coalesce(habits.product_count, 0) as product_count,
    habits.product_step_count / nullif(measures.step_count, 0) as product_step_share,
    habits.median_return_milliseconds / 86400000 as median_return_days,
    customers.lifetime_value_amount,
from core.customer_measures as measures
left join core.customer_habits as habits using (customer_id)
left join core.customers as customers on measures.customer_id = customers.customer_id
cross join core.observation as observation
