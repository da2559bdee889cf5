-- one row per group of customers, stage, what was measured and bin of it
-- key: map_group, stage, measure, wait_bin
-- nullable: wait_bin
-- kind: scaffold
-- Measured of each customer: time spent in the stage (stay), and from the first step in it to the first one in a later
-- stage (next); bins as in core.transition_bins, null where there was no such time.
with measures as (
    select
        map_group,
        stage,
        step_count,
        is_continued,
        unnest([
            {measure: 'stay', milliseconds: stay_milliseconds},
            {measure: 'next', milliseconds: next_milliseconds}
        ], recursive := true),
    from analysis.map_stays
)

select
    map_group,
    stage,
    measure,
    floor(log2(milliseconds + 1) * 8)::smallint as wait_bin,
    count(*) as customer_count,
    count(*) filter (is_continued) as continued_count,
    sum(step_count)::bigint as step_count,
from measures
group by all
