-- one row per unit of counting and two places in it of which the second was come to after the first visit of the first
-- key: wait_unit, place_kind, customer_id, unit_index, wait_from, wait_to
-- kind: scaffold
-- wait_bin as in core.transition_bins; seen_bin is that of the first visit.
select
    visits.wait_unit,
    visits.place_kind,
    visits.customer_id,
    visits.unit_index,
    firsts.place as wait_from,
    visits.place as wait_to,
    floor(log2(min(visits.began_ms) - any_value(firsts.began_ms) + 1) * 8)::smallint as wait_bin,
    any_value(firsts.seen_bin) as seen_bin,
from analysis.place_visits as visits
inner join analysis.first_visits as firsts
    on visits.wait_unit = firsts.wait_unit
    and visits.place_kind = firsts.place_kind
    and visits.customer_id = firsts.customer_id
    and visits.unit_index = firsts.unit_index
    and visits.visit_number > firsts.visit_number
    and visits.place <> firsts.place
group by visits.wait_unit, visits.place_kind, visits.customer_id, visits.unit_index, firsts.place, visits.place
