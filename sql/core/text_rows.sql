-- one row per text a customer wrote, as it was landed
-- key: event_key
-- scope: event
select
    event_key,
    event_key::varchar as text_id,
    text,
    record_id,
    is_solicited,
from raw.feedback
where text <> '' and occurred_at <= coalesce(getvariable('as_of')::timestamp, timestamp 'infinity')
qualify row_number() over (
    partition by event_key
    order by
        received_at nulls last,
        occurred_at,
        sequence_number nulls last,
        row_number,
        text,
        record_id nulls last,
        is_solicited nulls last
) = 1
