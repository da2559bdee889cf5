-- one row per quote: of each point of the curve the texts felt best and worst, of all customers ('') and each segment
-- key: segment_id, dimension, member, text_id
-- Redacted texts as customers wrote them, one a customer; very short ones say nothing. Of a stage two each, else one.
with texts as (
    select
        feelings.customer_id,
        feelings.touchpoint,
        feelings.text_id,
        feelings.occurred_at,
        texts.source,
        texts.record_id,
        texts.text,
        feelings.valence,
        feelings.valence_source,
        unnest([
            {dimension: 'stage', member: feelings.stage},
            {dimension: 'touchpoint', member: feelings.touchpoint}
        ], recursive := true),
    from analysis.feelings as feelings
    inner join core.texts as texts using (text_id)
    where length(texts.text) >= 25 and feelings.valence <> 0
),

own as (
    select *
    from texts
    where member is not null
    qualify row_number() over (partition by dimension, member, customer_id order by abs(valence) desc, text_id) = 1
),

spoken as (
    select
        '' as segment_id,
        own.*,
    from own
    union all
    select
        members.segment_id,
        own.*,
    from own
    inner join analysis.segment_members as members using (customer_id)
)

select * exclude (customer_id)
from spoken
qualify
    row_number() over (
        partition by segment_id, dimension, member, valence > 0
        order by abs(valence) desc, text_id
    ) <= if(segment_id = '' and dimension = 'stage', 2, 1)
