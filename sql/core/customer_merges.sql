-- one row per customer of last night that went into another
-- key: former_customer_id
select
    former.customer_id as former_customer_id,
    arg_min(
        identities.customer_id, {seen_at: former.first_seen_at, kind: former.identity_kind, hash: former.identity_hash}
    ) as customer_id,
from previous.identities as former
inner join core.identities as identities using (identity_kind, identity_hash)
where former.customer_id not in (select known.customer_id from core.identities as known)
group by former.customer_id
