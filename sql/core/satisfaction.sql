-- one row per customer who gave a rating on a scale whose ends are known: the last one
-- key: customer_id
-- scope: customer
-- satisfaction_permille runs from 0, the scale's worst answer, to 1000, its best.
with ratings as (
    select
        customers.customer_id,
        customers.event_index,
        events.occurred_at,
        case lower(events.rating_scale)
            when 'nps' then events.rating / 10
            when 'csat5' then (events.rating - 1) / 4
            when 'stars5' then (events.rating - 1) / 4
            when 'ces7' then (events.rating - 1) / 6
            when 'thumbs' then events.rating
        end as satisfaction_share,
    from core.customer_events as customers
    inner join core.event_rows as events using (event_key)
    where events.rating is not null
)

select
    customer_id,
    arg_max(occurred_at, event_index) as rated_at,
    round(1000 * arg_max(satisfaction_share, event_index))::bigint as satisfaction_permille,
from ratings
where satisfaction_share between 0 and 1
group by customer_id
