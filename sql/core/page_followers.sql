-- one row per contact or question of a customer soon after a page: the last page they came to before it
-- key: event_key
-- scope: customer
-- Soon is [friction].soon. A question is a text with a question mark.
with followers as (
    select
        events.customer_id,
        events.event_key,
        events.occurred_at,
        kinds.is_contact,
        coalesce(contains(texts.text, '?'), false) as is_question,
    from core.customer_events as events
    inner join core.kind_roles as kinds using (event_kind_id)
    left join core.text_rows as texts using (event_key)
    where kinds.is_contact or contains(texts.text, '?')
),

visits as (
    select
        customer_id,
        occurred_at,
        arg_max(page_code, event_index) as page_code,
    from core.page_visits
    semi join followers using (customer_id)
    group by customer_id, occurred_at
)

select
    followers.customer_id,
    followers.event_key,
    followers.is_contact,
    followers.is_question,
    visits.page_code,
from followers
asof inner join visits
    on followers.customer_id = visits.customer_id and followers.occurred_at > visits.occurred_at
cross join seed.friction as friction
where epoch_ms(followers.occurred_at) - epoch_ms(visits.occurred_at) <= friction.soon_milliseconds
