-- one row per touchpoint, and hesitation or long wait: from when on it is one there
-- key: touchpoint_code, friction_kind
-- The limits are quantiles of what was seen at the touchpoint, exact; a hesitation is also longer than [friction] says.
with quantiles as (
    select
        touchpoint_code,
        friction_kind,
        count(*) as opportunity_count,
        quantile_disc(milliseconds_to_next, list_transform(range(1, 100), lambda i: i / 100)) as percentiles,
    from core.timed_steps
    group by touchpoint_code, friction_kind
)

select
    quantiles.touchpoint_code,
    quantiles.friction_kind,
    quantiles.opportunity_count,
    case
        when quantiles.friction_kind = 'long_wait' then quantiles.percentiles[friction.long_wait_percent]
        else greatest(quantiles.percentiles[friction.hesitation_percent], friction.hesitation_milliseconds)
    end as limit_milliseconds,
from quantiles
cross join seed.friction as friction
