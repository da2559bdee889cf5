-- one row per touchpoint A and other touchpoint B that journeys go to and at once return from: A, B, A
-- key: touchpoint_code, other_touchpoint_code
-- scope: additive
with triples as (
    select
        customer_id,
        journey_index,
        unnest(
            list_filter(
                list_zip(touchpoint_codes[:-3], touchpoint_codes[2:-2], touchpoint_codes[3:]),
                lambda triple: triple[1] = triple[3] and triple[1] <> triple[2]
            )
        ) as triple,
    from core.journey_paths
    where len(touchpoint_codes) > 2
)

select
    triple[1] as touchpoint_code,
    triple[2] as other_touchpoint_code,
    count(*) as ping_pong_count,
    count(distinct customer_id || '-' || journey_index) as journey_count,
    count(distinct customer_id) as customer_count,
from triples
group by all
