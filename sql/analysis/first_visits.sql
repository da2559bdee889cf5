-- one row per unit of counting and place in it: the first visit, from which a wait for any other place begins
-- key: wait_unit, place_kind, customer_id, unit_index, place
-- kind: scaffold
-- seen_bin says how long was watched from then on, until the end of observation.
select
    visits.wait_unit,
    visits.place_kind,
    visits.customer_id,
    visits.unit_index,
    visits.place,
    min(visits.visit_number) as visit_number,
    min(visits.began_ms) as began_ms,
    floor(log2(epoch_ms(any_value(observation.as_of)) - min(visits.began_ms) + 1) * 8)::smallint as seen_bin,
from analysis.place_visits as visits
cross join core.observation as observation
group by visits.wait_unit, visits.place_kind, visits.customer_id, visits.unit_index, visits.place
