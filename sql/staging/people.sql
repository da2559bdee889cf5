-- one row per record a source keeps of a person, as last updated
-- key: record_id_hash
-- A record deleted in its source is left out.
with newest as (
    select *
    from raw.people
    qualify row_number() over (
        partition by record_id_hash
        order by
            updated_at desc nulls last,
            is_deleted desc,
            key_set_id,
            age_band,
            education_band,
            income_band,
            family_band,
            job_role,
            industry,
            interests,
            heard_from,
            country,
            language,
            lifetime_value_amount,
            props
    ) = 1
)

select
    record_id_hash,
    key_set_id,
    updated_at,
    age_band,
    education_band,
    income_band,
    family_band,
    job_role,
    industry,
    interests,
    heard_from,
    country,
    language,
    lifetime_value_amount,
    props,
from newest
where is_deleted is distinct from true
