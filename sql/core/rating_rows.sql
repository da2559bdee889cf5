-- one row per answer with a rating, brought to 0..1 by the ends of its scale, with whether it was asked for
-- key: event_key
-- scope: event
-- satisfaction is 0 for the worst answer of the scale and 1 for the best; null on a scale nobody knows, and for an
-- answer beyond its scale's ends.
with asked as (
    select
        event_key,
        is_solicited,
    from raw.feedback
    where rating is not null and occurred_at <= coalesce(getvariable('as_of')::timestamp, timestamp 'infinity')
    qualify row_number() over (
        partition by event_key
        order by
            received_at nulls last,
            occurred_at,
            sequence_number nulls last,
            row_number,
            rating,
            is_solicited nulls last
    ) = 1
),

ratings as (
    select
        events.event_key,
        events.rating,
        lower(coalesce(events.rating_scale, 'unknown')) as rating_scale,
        asked.is_solicited,
    from core.event_rows as events
    inner join asked using (event_key)
    where events.rating is not null
),

placed as (
    select
        *,
        case
            when rating_scale = 'nps' then rating / 10
            when rating_scale = 'thumbs' then rating
            when regexp_full_match(rating_scale, '(csat|ces|stars)[0-9]{1,4}')
                then (rating - 1) / nullif(regexp_extract(rating_scale, '[0-9]+$')::integer - 1, 0)
        end as place,
    from ratings
)

select
    event_key,
    rating,
    rating_scale,
    is_solicited,
    case when place between 0 and 1 then place end as satisfaction,
from placed
