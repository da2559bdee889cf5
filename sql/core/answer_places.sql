-- one row per answer with a rating or a text, with the touchpoint it is about
-- key: event_key
-- kind: view
-- The touchpoint is the one the question was about, where the answer says so (`asked_about`) and there is one of that
-- name; else the one at which the answer was given.
with answers as (
    select event_key
    from core.rating_rows
    union
    select event_key
    from core.text_rows
)

select
    events.event_key,
    events.event_kind_id,
    coalesce(asked.touchpoint, kinds.touchpoint) as touchpoint,
    coalesce(asked.stage, kinds.stage) as stage,
    coalesce(asked.channel, kinds.channel, kinds.source) as channel,
    asked.touchpoint is not null as is_asked_about,
from answers
inner join core.event_rows as events using (event_key)
inner join core.event_kinds as kinds using (event_kind_id)
left join core.touchpoints as asked on (kinds.traits::json ->> 'asked_about') = asked.touchpoint
where not kinds.is_ignored
