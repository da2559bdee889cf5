-- the landed links from or to a key of those customers, and the new ones
with keys as (
    select
        identities.identity_kind,
        identities.identity_hash,
    from night.core.identities as identities
    semi join work.customers as customers using (customer_id)
)

select links.*
from night.raw.links as links
semi join keys on links.from_kind = keys.identity_kind and links.from_hash = keys.identity_hash
union all
select links.*
from night.raw.links as links
semi join keys on links.to_kind = keys.identity_kind and links.to_hash = keys.identity_hash
union all
select fresh_links.*
from fresh.raw.links as fresh_links
