-- one row per record of a person with codes to compare, as last updated
-- key: record_id_hash
-- A record deleted in its source is left out. Codes stay in landed files: staging is never published.
with newest as (
    select *
    from raw.person_codes
    qualify row_number() over (
        partition by record_id_hash
        order by
            updated_at desc nulls last,
            is_deleted desc,
            key_set_id,
            given_name_code,
            surname_code,
            birth_date_code,
            street_code,
            house_number_code,
            city_code,
            postcode_code
    ) = 1
)

select * exclude (updated_at, is_deleted)
from newest
where is_deleted is distinct from true
