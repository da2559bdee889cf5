-- one row per touchpoint: whose acts it is made of, and what the settings say of waits after it
-- key: touchpoint_code
with acts as (
    select
        touchpoint_code,
        bool_and(not is_customer_act) as is_company,
    from core.kind_roles
    where touchpoint_code is not null
    group by touchpoint_code
)

select
    names.touchpoint_code,
    acts.is_company,
    names.channel_kind = 'online' as is_online,
    windows.session_gap_milliseconds,
    friction.counts_all_waits,
from core.touchpoint_names as names
inner join acts using (touchpoint_code)
cross join seed.windows as windows
cross join seed.friction as friction
