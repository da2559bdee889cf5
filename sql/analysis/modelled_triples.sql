-- one row per slice that models are wished of and three touchpoints that follow one another in its journeys
-- key: slice_kind, slice, from_touchpoint, via_touchpoint, to_touchpoint
-- kind: scaffold
with triples as (
    select
        journeys.slice_kind,
        journeys.slice,
        unnest(
            list_zip(paths.touchpoint_codes[:-3], paths.touchpoint_codes[2:-2], paths.touchpoint_codes[3:])
        ) as codes,
    from core.journey_paths as paths
    inner join analysis.modelled_journeys as journeys using (customer_id, journey_index)
    where len(paths.touchpoint_codes) > 2
)

select
    triples.slice_kind,
    triples.slice,
    from_names.touchpoint as from_touchpoint,
    via_names.touchpoint as via_touchpoint,
    to_names.touchpoint as to_touchpoint,
    count(*) as triple_count,
from triples
inner join core.touchpoint_names as from_names on triples.codes[1] = from_names.touchpoint_code
inner join core.touchpoint_names as via_names on triples.codes[2] = via_names.touchpoint_code
inner join core.touchpoint_names as to_names on triples.codes[3] = to_names.touchpoint_code
group by triples.slice_kind, triples.slice, from_names.touchpoint, via_names.touchpoint, to_names.touchpoint
