-- one row per customer watched for key moments
-- key: customer_id
-- kind: scaffold
-- Customers are chosen by a hash of their id, so that the same are chosen every night, and fall into 30 groups by it.
-- Segments of tonight are made of whole histories, of what came after a moment as of what came before; so customers are
-- told apart by the channel of their first step: the three most frequent ones, and (0) all others.
with firsts as (
    select
        steps.customer_id,
        steps.channel_code,
    from core.steps as steps
    where steps.journey_index = 1 and steps.step_index = 1
),

ranked as (
    select
        channel_code,
        row_number() over (order by count(*) desc, channel_code) as channel_rank,
    from firsts
    group by channel_code
)

select
    customers.customer_id,
    (md5_number_upper(customers.customer_id::text) % 30)::integer as customer_group,
    epoch_ms(customers.first_event_at) as first_ms,
    if(ranked.channel_rank <= 3, ranked.channel_rank, 0)::integer as origin_level,
from core.customer_measures as customers
inner join firsts using (customer_id)
inner join ranked using (channel_code)
cross join seed.key_moments as windows
qualify
    row_number() over (order by md5_number_upper(customers.customer_id::text), customers.customer_id)
    <= windows.customer_limit
