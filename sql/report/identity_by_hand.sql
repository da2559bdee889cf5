-- one row per way in which customers were joined or split beside what their keys say
-- key: way
-- Joins and splits are entries of overlay/identity.toml; by likeness some customers got keys of others who share no key
-- with them; a merge is an id of last night that went into another.
select
    overlay_kind as way,
    count(distinct entry_id) as entry_count,
    count(*) as key_count,
    count(found_customer_id) as found_count,
from core.overlay_entries
group by overlay_kind
union all
select
    'likeness' as way,
    count(distinct customer_id) as entry_count,
    count(*) as key_count,
    count(*) as found_count,
from core.identities
where link_reason = 'likeness'
union all
select
    'merged_overnight' as way,
    count(distinct customer_id) as entry_count,
    count(*) as key_count,
    count(*) as found_count,
from core.customer_merges
