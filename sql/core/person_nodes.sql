-- one row per node of the identity graph that names a person: numbered from 0 without a hole
-- key: node_number
-- kind: scaffold
select node_number
from core.identity_keys
where is_person
order by node_number
