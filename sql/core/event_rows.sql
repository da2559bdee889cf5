-- one row per event, each kept once
-- key: event_key
-- scope: event
-- Of several copies of an event the first to arrive is kept; copies that tell another story are marked, not hidden.
-- What happened after the end of observation is left out. A text that only a later copy has is in core.texts.
with landed as not materialized (
    select
        event_key,
        event_id,
        event_kind_id,
        key_set_id,
        occurred_at,
        received_at,
        sequence_number,
        row_number,
        amount,
        currency_code,
        null::double as rating,
        null::varchar as rating_scale,
        null::varchar as text,
        null::varchar as record_id,
        props,
    from raw.events
    where occurred_at <= coalesce(getvariable('as_of')::timestamp, timestamp 'infinity')
    union all
    select
        event_key,
        event_id,
        event_kind_id,
        key_set_id,
        occurred_at,
        received_at,
        sequence_number,
        row_number,
        amount,
        currency_code,
        rating,
        rating_scale,
        text,
        record_id,
        props,
    from raw.feedback
    where occurred_at <= coalesce(getvariable('as_of')::timestamp, timestamp 'infinity')
),

repeated as materialized (
    select event_key
    from landed
    group by event_key
    having count(*) > 1
),

copies as (
    select
        *,
        count(*) over copies_of as copy_count,
        min(story) over copies_of <> max(story) over copies_of as has_conflict,
        bool_or(text <> '') over copies_of as has_text,
        row_number() over (
            partition by event_key
            order by
                received_at nulls last,
                occurred_at,
                sequence_number nulls last,
                row_number,
                nullif(text, '') nulls last,
                story
        ) as copy_number,
    from (
        select
            *,
            concat_ws(
                '|', event_kind_id, coalesce(key_set_id::varchar, ''), epoch_us(occurred_at),
                coalesce(amount::varchar, ''), coalesce(currency_code, ''), coalesce(rating::varchar, ''),
                coalesce(rating_scale, ''), coalesce(text, ''), coalesce(props, '')
            ) as story,
        from landed
        where event_key in (select event_key from repeated)
    )
    window copies_of as (partition by event_key)
)

select
    * exclude (text, record_id),
    case when text <> '' then event_key::varchar end as text_id,
    1::integer as copy_count,
    false as has_conflict,
from landed
where event_key not in (select event_key from repeated)
union all
select
    * exclude (text, record_id, story, copy_number, copy_count, has_conflict, has_text),
    case when has_text then event_key::varchar end as text_id,
    copy_count::integer,
    has_conflict,
from copies
where copy_number = 1
