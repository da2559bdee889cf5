-- one row per account: a company or household that customers belong to
-- key: account_hash
select
    account_hash,
    count(*) as account_customer_count,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at,
from core.customer_accounts
group by account_hash
