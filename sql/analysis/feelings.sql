-- one row per answer that tells how a customer felt
-- key: event_key
-- A rating tells it itself, brought to -1..1 by its scale; a text without a rating is read by a model. An answer of a
-- scale nobody knows, or a text without a word of feeling, tells nothing and is not here.
with answers as (
    select
        places.event_key,
        places.touchpoint,
        places.stage,
        texts.text_id,
        coalesce(2 * ratings.satisfaction - 1, scores.valence) as valence,
        case when ratings.satisfaction is not null then 'reported' else 'inferred' end as valence_source,
    from core.answer_places as places
    left join core.rating_rows as ratings using (event_key)
    left join core.texts as texts using (event_key)
    left join analysis.text_scores as scores on texts.text_id = scores.text_id
)

select
    answers.event_key,
    events.customer_id,
    events.occurred_at,
    answers.touchpoint,
    answers.stage,
    answers.text_id,
    answers.valence,
    answers.valence_source,
from answers
inner join core.customer_events as events using (event_key)
where answers.valence is not null
