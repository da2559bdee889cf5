-- one row per range of how many identity keys customers have
-- key: least_count
with sized as (
    select
        case
            when identity_count <= 2 then identity_count
            when identity_count <= 5 then 3
            when identity_count <= 10 then 6
            when identity_count <= 20 then 11
            else 21
        end as least_count,
        identity_count,
    from core.customers
)

select
    least_count::bigint as least_count,
    max(identity_count)::bigint as largest_count,
    count(*) as customer_count,
from sized
group by least_count
