-- one row per step from which a journey at once goes back to where it was: touchpoints A, B, A, at B
-- key: customer_id, journey_index, step_index
-- kind: view
with turns as (
    select
        customer_id,
        journey_index,
        touchpoint_codes,
        unnest(
            list_filter(
                range(2, len(touchpoint_codes)),
                lambda i: touchpoint_codes[i - 1] = touchpoint_codes[i + 1]
                and touchpoint_codes[i] <> touchpoint_codes[i - 1]
            )
        ) as step_index,
    from core.journey_paths
    where len(touchpoint_codes) > 2
)

select
    customer_id,
    journey_index,
    step_index::integer as step_index,
    touchpoint_codes[step_index - 1] as touchpoint_code,
    touchpoint_codes[step_index] as other_touchpoint_code,
from turns
