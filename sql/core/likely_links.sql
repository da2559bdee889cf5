-- one row per two person keys that are probably of one person: the strongest of two records
-- key: from_node_number, to_node_number
-- kind: scaffold
select
    least(one.person_node_number, other.person_node_number) as from_node_number,
    greatest(one.person_node_number, other.person_node_number) as to_node_number,
    max(likely.link_probability) as link_probability,
from core.likely_records as likely
inner join core.key_set_ends as one on likely.key_set_id = one.key_set_id
inner join core.key_set_ends as other on likely.other_key_set_id = other.key_set_id
where one.person_node_number <> other.person_node_number
group by all
