-- one row per quote: of each stage the texts in which customers felt best and worst
-- key: text_id
-- Redacted texts as customers wrote them, one a customer; very short ones say nothing.
with texts as (
    select
        feelings.stage,
        feelings.touchpoint,
        feelings.text_id,
        feelings.occurred_at,
        texts.source,
        texts.record_id,
        texts.text,
        feelings.valence,
        feelings.valence_source,
        feelings.customer_id,
    from analysis.feelings as feelings
    inner join core.texts as texts using (text_id)
    where length(texts.text) >= 25
    qualify row_number() over (
        partition by feelings.customer_id, feelings.stage
        order by abs(feelings.valence) desc, feelings.text_id
    ) = 1
)

select
    stage,
    touchpoint,
    text_id,
    occurred_at,
    source,
    record_id,
    text,
    valence,
    valence_source,
from texts
qualify
    row_number() over (partition by stage order by valence desc, text_id) <= 2 and valence > 0
    or row_number() over (partition by stage order by valence, text_id) <= 2 and valence < 0
