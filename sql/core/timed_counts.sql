-- one row per touchpoint, hesitation or long wait, and bin of the time until the next step
-- key: touchpoint_code, friction_kind, wait_bin
-- scope: additive
-- Bins as in core.transition_bins: they tell in which one a quantile lies, so that few steps need to be sorted.
select
    touchpoint_code,
    friction_kind,
    floor(log2(milliseconds_to_next + 1) * 8)::smallint as wait_bin,
    count(*) as step_count,
from core.timed_steps
group by all
