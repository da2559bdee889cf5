-- one row per touchpoint and kind of friction it could have had: how often that was
-- key: touchpoint_code, friction_kind
-- scope: additive
-- Of clicks: clicks. Of quick backs: visits of a page between two others of the session. Of u-turns: steps between two
-- others of the journey. Of repeats: contacts, those of one visit counted once. Of reopened matters: steps.
select
    clicks.touchpoint_code,
    kinds.friction_kind,
    count(*) as opportunity_count,
from core.clicks as clicks
cross join (values ('rage_click'), ('dead_click')) as kinds (friction_kind)
where clicks.touchpoint_code is not null
group by all
union all
select touchpoint_code, 'quick_back', count(*)
from core.page_visits
where before_page_code is not null and after_page_code is not null
group by touchpoint_code
union all
select touchpoint_code, 'u_turn', count(*)
from core.steps
where step_index > 1 and next_touchpoint_code is not null
group by touchpoint_code
union all
select touchpoint_code, 'reopen', count(*)
from core.steps
group by touchpoint_code
union all
select contacts.touchpoint_code, 'repeat_contact', count(*)
from core.contacts as contacts
inner join core.kind_roles as kinds using (event_kind_id)
cross join seed.windows as windows
where
    kinds.is_contact
    and (
        contacts.milliseconds_since_last is null
        or contacts.milliseconds_since_last >= windows.session_gap_milliseconds
    )
group by contacts.touchpoint_code
