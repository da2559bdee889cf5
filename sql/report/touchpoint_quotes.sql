-- one row per quote: of each touchpoint the text in which a customer felt best there, and that in which one felt worst
-- key: touchpoint, text_id
-- Redacted texts as customers wrote them; very short ones say nothing.
with texts as (
    select
        feelings.touchpoint,
        feelings.text_id,
        feelings.valence,
        feelings.valence_source,
        texts.source,
        texts.record_id,
        texts.text,
    from analysis.feelings as feelings
    inner join core.texts as texts using (text_id)
    where length(texts.text) >= 25 and feelings.valence <> 0 and feelings.touchpoint is not null
)

select *
from texts
qualify
    row_number() over (partition by touchpoint, valence > 0 order by abs(valence) desc, text_id) = 1
