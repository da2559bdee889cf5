-- one row per link between two person keys that passed the guard on single keys and was not cut by hand
-- key: from_node_number, to_node_number
-- kind: scaffold
select
    from_node_number,
    to_node_number,
    link_reason <> 'same_row' as is_declared,
from core.identity_pairs
anti join core.overlay_cuts using (from_node_number, to_node_number)
where not is_too_many_to and not is_too_many_from
