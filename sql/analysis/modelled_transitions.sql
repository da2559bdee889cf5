-- one row per slice that models are wished of and pair of touchpoints that follow one another in its journeys
-- key: slice_kind, slice, from_touchpoint, to_touchpoint
-- kind: scaffold
select
    journeys.slice_kind,
    journeys.slice,
    from_names.touchpoint as from_touchpoint,
    to_names.touchpoint as to_touchpoint,
    count(*) as transition_count,
    count(distinct {customer_id: steps.customer_id, journey_index: steps.journey_index}) as journey_count,
from core.steps as steps
inner join analysis.modelled_journeys as journeys using (customer_id, journey_index)
inner join core.touchpoint_names as from_names on steps.touchpoint_code = from_names.touchpoint_code
inner join core.touchpoint_names as to_names on steps.next_touchpoint_code = to_names.touchpoint_code
group by journeys.slice_kind, journeys.slice, from_names.touchpoint, to_names.touchpoint
