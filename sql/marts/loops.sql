-- one row per touchpoint: journeys that come back to it, and contacts that repeat an earlier one
-- key: touchpoint
-- Rework counts within a journey; repeats count contacts of a customer, whatever the journey.
select
    names.touchpoint,
    names.stage,
    counts.journey_count,
    counts.customer_count,
    coalesce(loops.rework_journey_count, 0) as rework_journey_count,
    coalesce(loops.rework_journey_count, 0) / counts.journey_count as rework_share,
    coalesce(loops.customer_count, 0) as rework_customer_count,
    coalesce(loops.return_count, 0) as return_count,
    repeats.contact_count,
    repeats.repeat_count,
    repeats.repeat_count / repeats.contact_count as repeat_share,
    repeats.repeat_customer_count,
from core.touchpoint_counts as counts
inner join core.touchpoint_names as names using (touchpoint_code)
inner join core.repeat_counts as repeats using (touchpoint_code)
left join core.loop_counts as loops using (touchpoint_code)
