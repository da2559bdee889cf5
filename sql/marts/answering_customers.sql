-- one row per whether customers gave a rating
-- key: has_answered
-- Who answers is not everybody: the two rows side by side show how those who rate differ from those who do not.
with answering as (
    select distinct customer_id
    from core.scores
)

select
    answering.customer_id is not null as has_answered,
    count(*) as customer_count,
    count(*) filter (measures.converted_count > 0) as converted_customer_count,
    sum(measures.journey_count)::bigint as journey_count,
    sum(measures.session_count)::bigint as session_count,
    sum(measures.step_count)::bigint as step_count,
from core.customer_measures as measures
left join answering using (customer_id)
where measures.journey_count > 0
group by all
