-- one row per rating that a watched customer gave: is it one of the best answers of its scale?
-- key: event_key
-- kind: scaffold
-- The best answers are 9 and 10 of the NPS, a thumb up, and of other scales the top two, or the top one of less than
-- five. Answers are compared with those on the same scale about the same stage.
select
    if(scores.rating_scale = 'nps', 'recommendation', 'satisfaction') as outcome,
    scores.customer_id,
    scores.event_key,
    epoch_ms(scores.occurred_at) as judged_ms,
    case scores.rating_scale
        when 'nps' then scores.rating >= 9
        when 'thumbs' then scores.rating >= 1
        else
            scores.rating
            >= regexp_extract(scores.rating_scale, '[0-9]+$')::integer
            - (regexp_extract(scores.rating_scale, '[0-9]+$')::integer >= 5)::integer
    end as is_reached,
    dense_rank() over (order by scores.rating_scale, scores.stage nulls first)::integer as asked_level,
from core.scores as scores
semi join analysis.moment_sample using (customer_id)
where scores.satisfaction is not null
