-- one row per link between two person keys that passed the guard on single keys
-- key: from_node_number, to_node_number
-- kind: scaffold
select
    from_node_number,
    to_node_number,
    link_reason,
from core.identity_pairs
where not is_too_many_to and not is_too_many_from
