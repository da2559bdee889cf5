-- one row per page
-- key: page_code
-- scope: additive
with counted as (
    select
        page_code,
        customer_id,
        1 as view_count,
        0 as form_start_count,
        0 as form_abandon_count,
        0 as error_count,
        0 as contact_soon_count,
        0 as question_soon_count,
    from core.page_visits
    union all
    select page_code, customer_id, 0, 1, is_abandoned::integer, 0, 0, 0
    from core.page_forms
    union all
    select kinds.page_code, events.customer_id, 0, 0, 0, 1, 0, 0
    from core.customer_events as events
    inner join core.kind_roles as kinds on events.event_kind_id = kinds.event_kind_id and kinds.is_error
    where kinds.page_code is not null
    union all
    select page_code, customer_id, 0, 0, 0, 0, is_contact::integer, is_question::integer
    from core.page_followers
)

select
    page_code,
    count(distinct customer_id) as customer_count,
    sum(view_count)::bigint as view_count,
    sum(form_start_count)::bigint as form_start_count,
    count(distinct customer_id) filter (form_start_count > 0) as form_start_customer_count,
    sum(form_abandon_count)::bigint as form_abandon_count,
    sum(error_count)::bigint as error_count,
    count(distinct customer_id) filter (error_count > 0) as error_customer_count,
    sum(contact_soon_count)::bigint as contact_soon_count,
    count(distinct customer_id) filter (contact_soon_count > 0) as contact_soon_customer_count,
    sum(question_soon_count)::bigint as question_soon_count,
    count(distinct customer_id) filter (question_soon_count > 0) as question_soon_customer_count,
from counted
group by page_code
