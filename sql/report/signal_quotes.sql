-- one row per quote: of each signal, subtype and stage a few sentences of customers, word for word
-- key: text_id, sentence_index, signal, signal_subtype
-- One a customer, and no sentence twice; what people confirmed goes first, then sentences neither very short nor very
-- long, the latest first.
-- What people rejected is left out.
with spoken as (
    select
        text_id,
        sentence_index,
        signal,
        signal_subtype,
        signal_status,
        touchpoint,
        coalesce(stage, '') as stage,
        language,
        sentence,
        customer_id,
        occurred_at,
        signal_status = 'confirmed' as is_confirmed,
        length(sentence) between 25 and 220 as is_told_well,
    from analysis.signals
    where signal_status <> 'rejected' and length(sentence) >= 12
    qualify row_number() over (
        partition by signal, signal_subtype, coalesce(stage, ''), coalesce(customer_id::varchar, text_id)
        order by is_confirmed desc, is_told_well desc, occurred_at desc, text_id, sentence_index
    ) = 1
),

distinct_words as (
    select *
    from spoken
    qualify row_number() over (
        partition by signal, signal_subtype, stage, lower(sentence)
        order by is_confirmed desc, occurred_at desc, text_id, sentence_index
    ) = 1
)

select
    spoken.text_id,
    spoken.sentence_index,
    spoken.signal,
    spoken.signal_subtype,
    spoken.signal_status,
    spoken.touchpoint,
    spoken.stage,
    spoken.language,
    spoken.sentence,
    spoken.occurred_at,
    texts.source,
    texts.record_id,
from distinct_words as spoken
left join core.texts as texts using (text_id)
qualify row_number() over (
    partition by spoken.signal, spoken.signal_subtype, spoken.stage
    order by
        spoken.is_confirmed desc,
        spoken.is_told_well desc,
        spoken.occurred_at desc,
        spoken.text_id,
        spoken.sentence_index
) <= 3
