-- one row per touchpoint and kind of friction that could happen there
-- key: touchpoint, friction_kind
-- Hesitations and long waits are measured against the touchpoint's own times: at most a set share of them, so they
-- tell customers apart and not touchpoints.
with opportunities as (
    select touchpoint_code, friction_kind, opportunity_count
    from core.friction_opportunities
    union all
    select touchpoint_code, friction_kind, opportunity_count
    from core.friction_limits
),

counts as (
    select
        touchpoint_code,
        friction_kind,
        count(*) as friction_count,
        count(distinct customer_id) as customer_count,
    from core.friction
    where touchpoint_code is not null
    group by all
)

select
    names.touchpoint,
    names.stage,
    opportunities.friction_kind,
    opportunities.friction_kind in ('hesitation', 'long_wait') as is_relative,
    coalesce(counts.friction_count, 0) as friction_count,
    coalesce(counts.customer_count, 0) as customer_count,
    opportunities.opportunity_count,
    coalesce(counts.friction_count, 0) / opportunities.opportunity_count as friction_share,
from opportunities
inner join core.touchpoint_names as names using (touchpoint_code)
left join counts
    on opportunities.touchpoint_code = counts.touchpoint_code and opportunities.friction_kind = counts.friction_kind
where opportunities.friction_kind <> 'reopen' or counts.friction_count is not null
