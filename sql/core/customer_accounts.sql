-- one row per customer and account (a company, a household) that stand on one row
-- key: customer_id, account_hash
-- An account is a group of customers: it never makes two of them one.
select
    customers.customer_id,
    key_sets.account_hash,
    min(key_sets.first_seen_at) as first_seen_at,
    max(key_sets.last_seen_at) as last_seen_at,
from staging.key_sets as key_sets
inner join core.key_set_customers as customers using (key_set_id)
where key_sets.account_hash is not null and not customers.is_shared_device
group by customers.customer_id, key_sets.account_hash
