-- one row per customer who gave a rating on a scale whose ends are known: the last one
-- key: customer_id
-- scope: customer
-- satisfaction_permille runs from 0, the scale's worst answer, to 1000, its best.
select
    events.customer_id,
    arg_max(events.occurred_at, events.event_index) as rated_at,
    round(1000 * arg_max(ratings.satisfaction, events.event_index))::bigint as satisfaction_permille,
from core.customer_events as events
inner join core.rating_rows as ratings using (event_key)
where ratings.satisfaction is not null
group by events.customer_id
