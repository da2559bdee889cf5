-- one row per answer that tells how a customer felt
-- key: event_key
-- A rating tells it itself, brought to -1..1 by its scale; a text without a rating is read by a model. An answer of a
-- scale nobody knows, or a text without a word of feeling, tells nothing and is not here.
with ratings as (
    select
        event_key,
        case
            when rating_scale = 'nps' then (rating - 5) / 5
            when rating_scale = 'thumbs' then 2 * rating - 1
            when regexp_full_match(rating_scale, '(csat|ces|stars)[0-9]+')
                then
                    2 * (rating - 1)
                    / nullif(try_cast(regexp_extract(rating_scale, '([0-9]+)$', 1) as integer) - 1, 0) - 1
        end as valence,
    from core.scores
),

answers as (
    select
        places.event_key,
        places.touchpoint,
        places.stage,
        texts.text_id,
        coalesce(ratings.valence, scores.valence) as valence,
        case when ratings.valence is not null then 'reported' else 'modelled' end as valence_source,
    from core.answer_places as places
    left join ratings using (event_key)
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
