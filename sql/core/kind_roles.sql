-- one row per kind of event, with the part it plays where friction is looked for
-- key: event_kind_id
-- Names of events are those of [friction] of the settings. A contact is an act of the customer in a stage of contacts,
-- or at a touchpoint that has a cost.
with roles as (
    select
        kinds.event_kind_id,
        bool_or(words.role = 'click') as is_click,
        bool_or(words.role = 'form_start') as is_form_start,
        bool_or(words.role = 'form_submit') as is_form_submit,
        bool_or(words.role = 'error') as is_error,
        bool_or(words.role = 'reopening') as is_reopening,
    from core.event_kinds as kinds
    inner join seed.friction_words as words
        on lower(kinds.event_name) = words.word
        and words.role in ('click', 'form_start', 'form_submit', 'error', 'reopening')
    group by kinds.event_kind_id
)

select
    kinds.event_kind_id,
    kinds.page_path,
    (md5_number_upper(kinds.page_path) >> 33)::integer as page_code,
    kinds.touchpoint_code,
    kinds.is_customer_act,
    coalesce(roles.is_click, false) as is_click,
    coalesce(roles.is_form_start, false) as is_form_start,
    coalesce(roles.is_form_submit, false) as is_form_submit,
    coalesce(roles.is_error, false) as is_error,
    coalesce(roles.is_reopening, false) as is_reopening,
    kinds.is_customer_act
    and kinds.touchpoint_code is not null
    and (stages.word is not null or costs.touchpoint is not null) as is_contact,
from core.event_kinds as kinds
left join roles using (event_kind_id)
left join core.touchpoint_names as names on kinds.touchpoint_code = names.touchpoint_code
left join seed.friction_words as stages on names.stage = stages.word and stages.role = 'contact_stage'
left join seed.costs as costs on kinds.touchpoint = costs.touchpoint
