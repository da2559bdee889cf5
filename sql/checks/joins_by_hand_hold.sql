-- Does a join of overlay/identity.toml leave two customers, because no key of a person is among what it names?
-- on rows: warn
select entry_id
from core.overlay_entries
where overlay_kind = 'join'
group by entry_id
having count(distinct found_customer_id) > 1
