-- one row per note of an interview or observation, as last updated
-- key: note_key
-- Evidence to read and to quote: no event, and counted in no rate.
with newest as (
    select *
    from raw.notes
    qualify row_number() over (
        partition by note_key
        order by
            updated_at desc nulls last,
            occurred_at,
            text,
            noted_stage nulls last,
            noted_touchpoint nulls last,
            note_kind nulls last,
            note_topic nulls last,
            respondent_hash nulls last,
            key_set_id nulls last,
            props nulls last
    ) = 1
)

select
    newest.note_key,
    newest.note_id,
    customers.customer_id,
    newest.respondent_hash,
    newest.occurred_at,
    newest.updated_at,
    newest.note_kind,
    newest.noted_stage,
    stages.stage,
    newest.noted_touchpoint,
    newest.note_topic,
    newest.text,
    newest.props,
from newest
left join core.key_set_customers as customers using (key_set_id)
left join seed.stages as stages on lower(newest.noted_stage) = lower(stages.stage)
