-- one row per unit of counting, two places between which anybody waited, and bin of the wait
-- key: wait_unit, place_kind, wait_from, wait_to, wait_bin
-- kind: scaffold
-- Who has not come to the second place, be it since they left or reached a goal before, has been watched until the end
-- of observation and not come: censored there.
with begun as (
    select
        wait_unit,
        place_kind,
        place as wait_from,
        seen_bin as wait_bin,
        count(*) as begun_count,
    from analysis.first_visits
    group by all
),

pairs as (
    select distinct
        wait_unit,
        place_kind,
        wait_from,
        wait_to,
    from analysis.place_arrivals
),

counts as (
    select
        wait_unit,
        place_kind,
        wait_from,
        wait_to,
        wait_bin,
        count(*) as arrived_count,
        0 as censored_count,
    from analysis.place_arrivals
    group by all
    union all
    select
        wait_unit,
        place_kind,
        wait_from,
        wait_to,
        seen_bin,
        0,
        -count(*),
    from analysis.place_arrivals
    group by all
    union all
    select
        pairs.*,
        begun.wait_bin,
        0,
        begun.begun_count,
    from pairs
    inner join begun using (wait_unit, place_kind, wait_from)
)

select
    wait_unit,
    place_kind,
    wait_from,
    wait_to,
    wait_bin,
    sum(arrived_count)::bigint as arrived_count,
    sum(censored_count)::bigint as censored_count,
from counts
group by all
having sum(arrived_count) > 0 or sum(censored_count) > 0
