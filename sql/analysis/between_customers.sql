-- one row per unit of counting and two places between which anybody waited: of how many customers the waits are
-- key: wait_unit, place_kind, wait_from, wait_to
-- kind: scaffold
with begun as (
    select
        wait_unit,
        place_kind,
        place as wait_from,
        count(distinct customer_id) as customer_count,
    from analysis.first_visits
    group by all
),

arrived as (
    select
        wait_unit,
        place_kind,
        wait_from,
        wait_to,
        count(distinct customer_id) as arrived_customer_count,
    from analysis.place_arrivals
    group by all
)

select
    arrived.*,
    begun.customer_count,
from arrived
inner join begun using (wait_unit, place_kind, wait_from)
