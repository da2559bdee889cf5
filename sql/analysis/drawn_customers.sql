-- one row per customer whose paths are drawn, and between whose places waits are measured
-- key: customer_id
-- kind: scaffold
-- All customers while they have at most 400,000 steps together; of more, a sample fixed by the customers' ids, of
-- about that many steps. By customers, so that all journeys of one can be followed.
with sizes as (
    select count(*) as step_count
    from core.steps
)

select customers.customer_id
from core.customers as customers
cross join sizes
where (md5_number_upper(customers.customer_id::varchar) % 1000000)::bigint * sizes.step_count < 1000000::bigint * 400000
