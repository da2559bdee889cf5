-- one row per quote of a persona: its text as the customer wrote it, redacted
-- key: segment_id, quote_rank
-- Of up to three customers, one text each: the worst felt, the best felt, and then whoever felt most; very short texts
-- say nothing, and of a long one the first 280 characters are quoted, up to a blank.
with texts as (
    select
        members.segment_id,
        texts.text_id,
        texts.record_id,
        texts.source,
        texts.occurred_at,
        feelings.touchpoint,
        feelings.stage,
        feelings.valence,
        case
            when length(texts.text) <= 280 then texts.text
            else regexp_replace(left(texts.text, 280), '\s+\S*$', '')
        end as quote,
    from analysis.feelings as feelings
    inner join analysis.segment_members as members using (customer_id)
    semi join analysis.persona_segments as segments on members.segment_id = segments.segment_id
    inner join core.texts as texts on feelings.text_id = texts.text_id
    where length(texts.text) >= 25
    qualify row_number() over (
        partition by members.segment_id, feelings.customer_id order by abs(feelings.valence) desc, texts.text_id
    ) = 1
),

placed as (
    select
        *,
        row_number() over (partition by segment_id order by valence, text_id) as worst_rank,
        row_number() over (partition by segment_id order by valence desc, text_id) as best_rank,
    from texts
    qualify row_number() over (partition by segment_id, quote order by text_id) = 1
)

select
    row_number() over (
        partition by segment_id
        order by
            case when worst_rank = 1 and valence < 0 then 1 when best_rank = 1 and valence > 0 then 2 else 3 end,
            abs(valence) desc,
            text_id
    ) as quote_rank,
    * exclude (worst_rank, best_rank),
from placed
qualify quote_rank <= 3
