-- one row per slice, touchpoint and touchpoint after it within a journey
-- key: slice_kind, slice, from_touchpoint_code, to_touchpoint_code
-- scope: additive
-- nullable: to_touchpoint_code
-- At a journey's last step there is no touchpoint after it. The slices of a journey are bits of numbers of 60 bits, so
-- that steps are counted by sets of slices, and a customer's sets add up by bit_or; then each bit is a slice again.
with numbered as (
    select
        slice_kind,
        slice,
        row_number() over (order by slice_kind, slice) // 60 as set_number,
        1::bigint << (row_number() over (order by slice_kind, slice) % 60) as slice_bit,
    from (select distinct slice_kind, slice from core.journey_slices)
),

journey_sets as (
    select
        slices.customer_id,
        slices.journey_index,
        numbered.set_number,
        bit_or(numbered.slice_bit) as slice_bits,
    from core.journey_slices as slices
    inner join numbered using (slice_kind, slice)
    group by slices.customer_id, slices.journey_index, numbered.set_number
),

customer_sets as (
    select
        steps.touchpoint_code,
        steps.next_touchpoint_code,
        sets.set_number,
        bit_or(sets.slice_bits) as slice_bits,
    from core.steps as steps
    inner join journey_sets as sets using (customer_id, journey_index)
    group by steps.customer_id, steps.touchpoint_code, steps.next_touchpoint_code, sets.set_number
),

counts as (
    select
        steps.touchpoint_code,
        steps.next_touchpoint_code,
        sets.set_number,
        sets.slice_bits,
        count(*) as transition_count,
        0 as customer_count,
    from core.steps as steps
    inner join journey_sets as sets using (customer_id, journey_index)
    group by steps.touchpoint_code, steps.next_touchpoint_code, sets.set_number, sets.slice_bits
    union all
    select
        touchpoint_code,
        next_touchpoint_code,
        set_number,
        slice_bits,
        0,
        count(*),
    from customer_sets
    group by touchpoint_code, next_touchpoint_code, set_number, slice_bits
)

select
    numbered.slice_kind,
    numbered.slice,
    counts.touchpoint_code as from_touchpoint_code,
    counts.next_touchpoint_code as to_touchpoint_code,
    sum(counts.transition_count)::bigint as transition_count,
    sum(counts.customer_count)::bigint as customer_count,
from counts
inner join numbered
    on counts.set_number = numbered.set_number
    and counts.slice_bits & numbered.slice_bit <> 0
group by numbered.slice_kind, numbered.slice, counts.touchpoint_code, counts.next_touchpoint_code
