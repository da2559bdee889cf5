-- one row per touchpoint met by customers before their last rating
-- key: touchpoint_code
-- scope: additive
with met as (
    select distinct
        steps.customer_id,
        steps.touchpoint_code,
        ratings.satisfaction_permille,
    from core.steps as steps
    inner join core.satisfaction as ratings using (customer_id)
    where steps.occurred_at < ratings.rated_at
)

select
    touchpoint_code,
    count(*) as rated_customer_count,
    sum(satisfaction_permille)::bigint as satisfaction_sum,
    sum(satisfaction_permille * satisfaction_permille)::bigint as satisfaction_square_sum,
from met
group by touchpoint_code
