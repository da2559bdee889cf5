-- The variants of a slice of the journeys, the most travelled first: their share of its journeys, also added up.
--
--     from variants_of('channel', 'email');
--     from variants_of('period', '2026-03', most := 20);
--
-- Kinds of slices and the slices of each: core.slice_counts.
create or replace macro variants_of(wanted_kind, wanted_slice, most := 100) as table
    with counted as (
        select
            variant_key,
            count(*) as journey_count,
            count(*) filter (is_converted) as converted_count,
            sum(count(*)) over () as slice_journey_count,
        from core.journey_slices
        where slice_kind = wanted_kind and slice = wanted_slice
        group by variant_key
        order by journey_count desc, variant_key
        limit most
    ),

    names as (
        select map(list(touchpoint_code), list(touchpoint)) as names
        from core.touchpoint_names
    )

    select
        list_transform(counts.touchpoint_codes, lambda code: names.names[code]) as touchpoints,
        counted.journey_count,
        counted.journey_count / counted.slice_journey_count as journey_share,
        sum(counted.journey_count) over (order by counted.journey_count desc, counted.variant_key)
        / counted.slice_journey_count as cumulative_share,
        counted.converted_count / counted.journey_count as conversion_share,
    from counted
    inner join core.variant_counts as counts using (variant_key)
    cross join names
    order by counted.journey_count desc, counted.variant_key
