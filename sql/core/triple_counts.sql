-- one row per three touchpoints that follow one another within a journey
-- key: from_touchpoint_code, via_touchpoint_code, to_touchpoint_code
-- scope: additive
with triples as (
    select
        unnest(
            list_zip(touchpoint_codes[:-3], touchpoint_codes[2:-2], touchpoint_codes[3:])
        ) as codes,
    from core.journey_paths
    where len(touchpoint_codes) > 2
)

select
    codes[1] as from_touchpoint_code,
    codes[2] as via_touchpoint_code,
    codes[3] as to_touchpoint_code,
    count(*) as triple_count,
from triples
group by all
