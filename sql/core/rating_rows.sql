-- one row per answer with a rating, as it was landed, with whether it was asked for
-- key: event_key
-- scope: event
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
