-- Does an entry of overlay/identity.toml name a key or customer that nobody ever had?
-- on rows: warn
select entry_id, overlay_kind, overlay_key, why
from core.overlay_entries
where found_customer_id is null
