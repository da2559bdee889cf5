-- one row per pair of touchpoints and bin of the wait between them
-- key: from_touchpoint_code, to_touchpoint_code, wait_bin
-- scope: additive
-- Bins are 2^(1/8) wide on (milliseconds + 1), so a quantile read off their middles is within 4.5% of the exact one.
select
    touchpoint_code as from_touchpoint_code,
    next_touchpoint_code as to_touchpoint_code,
    floor(log2(milliseconds_to_next + 1) * 8)::smallint as wait_bin,
    count(*) as transition_count,
from core.steps
where next_touchpoint_code is not null
group by all
