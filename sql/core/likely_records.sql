-- one row per two key sets on which probably one person's records stand: they have no key in common, but are alike
-- key: key_set_id, other_key_set_id
-- What people are compared by is there as codes: the fewer bits differ, the more alike are two values. A household has
-- much in common; its members are told apart by given name (which may stand as the surname) and birth date.
with compared as (
    select
        one.key_set_id,
        other.key_set_id as other_key_set_id,
        matches.link_probability,
        rules.tells_households_apart,
        bit_count(xor(one.given_name_code::bit, other.given_name_code::bit)) <= rules.most_bits as is_name_alike,
        bit_count(xor(one.birth_date_code::bit, other.birth_date_code::bit)) <= rules.most_bits as is_birth_alike,
        coalesce(bit_count(xor(one.given_name_code::bit, other.surname_code::bit)) <= rules.most_bits, false)
        or coalesce(bit_count(xor(one.surname_code::bit, other.given_name_code::bit)) <= rules.most_bits, false)
            as is_swapped,
    from core.matched_records as matches
    inner join staging.person_codes as one on matches.record_id_hash = one.record_id_hash
    inner join staging.person_codes as other on matches.other_record_id_hash = other.record_id_hash
    cross join seed.likeness_rules as rules
    where one.key_set_id <> other.key_set_id
)

select
    least(key_set_id, other_key_set_id) as key_set_id,
    greatest(key_set_id, other_key_set_id) as other_key_set_id,
    max(link_probability) as link_probability,
from compared
where
    not tells_households_apart
    or (
        (is_swapped or coalesce(is_name_alike, true))
        and (is_swapped or coalesce(is_name_alike, false) or coalesce(is_birth_alike, false))
    )
group by all
