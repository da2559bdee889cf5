-- one row per click on something other than a field to fill in or a stepper
-- key: event_key
-- scope: customer
-- A click that is no touchpoint itself belongs to the one before it in the session. Where it was (x, y in pixels) and
-- on what are null where the source does not say. What follows is the session's next event.
with clicked as (
    select distinct
        events.customer_id,
        events.session_started_ms,
    from core.customer_events as events
    inner join core.kind_roles as kinds using (event_kind_id)
    where kinds.is_click and events.session_started_ms is not null
),

heard as (
    select
        events.customer_id,
        events.session_started_ms,
        events.event_index,
        events.event_key,
        events.event_kind_id,
        events.occurred_at,
        kinds.page_code,
        kinds.is_click,
        last_value(events.touchpoint_code ignore nulls) over so_far as touchpoint_code,
        epoch_ms(lead(events.occurred_at) over so_far) - epoch_ms(events.occurred_at) as milliseconds_to_next_event,
    from core.customer_events as events
    semi join clicked using (customer_id, session_started_ms)
    inner join core.kind_roles as kinds using (event_kind_id)
    window so_far as (
        partition by events.customer_id, events.session_started_ms order by events.event_index
        rows unbounded preceding
    )
),

details as (
    select
        heard.event_key,
        words.role,
        words.word_rank,
        coalesce(
            json_extract_string(events.props, '$."' || words.word || '"'),
            json_extract_string(kinds.traits, '$."' || words.word || '"')
        ) as detail,
    from heard
    inner join core.event_rows as events using (event_key)
    inner join core.event_kinds as kinds on heard.event_kind_id = kinds.event_kind_id
    cross join seed.friction_words as words
    where heard.is_click and words.role in ('x', 'y', 'element')
),

described as (
    select
        event_key,
        arg_min(try_cast(detail as double), word_rank) filter (role = 'x') as x,
        arg_min(try_cast(detail as double), word_rank) filter (role = 'y') as y,
        string_agg(lower(detail), ' ' order by word_rank) filter (role = 'element' and detail <> '') as element,
    from details
    group by event_key
)

select
    heard.customer_id,
    heard.session_started_ms,
    heard.event_index,
    heard.event_key,
    heard.occurred_at,
    heard.touchpoint_code,
    heard.page_code,
    described.x,
    described.y,
    described.element,
    heard.milliseconds_to_next_event,
from heard
inner join described using (event_key)
where
    heard.is_click
    and not exists (
        select 1
        from seed.friction_words as words
        where
            words.role = 'spared_element'
            and list_contains(string_split_regex(described.element, '[^\p{L}\p{N}]+'), words.word)
    )
