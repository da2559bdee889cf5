-- How two segments differ in where they go and what they reach: one row per stage, channel, touchpoint and goal.
--
--     from compare_segments('s1', 's2');
--     from compare_segments('s1', 's2') where share_change_low > 0 or share_change_high < 0;
--
-- A customer counts once a row. Shares are of a segment's customers with a journey; share_change is the first segment's
-- minus the second's, with Newcombe's 95% interval (1998, method 10). Many rows are compared at once: of twenty whose
-- segments are alike, one lies beyond its interval by chance.
create or replace macro compare_segments(first_segment_id, second_segment_id) as table
    with members as (
        select
            members.customer_id,
            members.segment_id = first_segment_id as is_first,
        from analysis.segment_members as members
        where
            members.segment_id in (first_segment_id, second_segment_id)
            and members.customer_id in (select journeys.customer_id from core.journeys as journeys)
    ),

    sizes as (
        select
            count(*) filter (is_first) as first_size,
            count(*) filter (not is_first) as second_size,
        from members
    ),

    places as (
        select distinct
            customer_id,
            stage,
            channel,
            touchpoint,
        from core.journey_steps
    ),

    met as (
        select
            customer_id,
            unnest([
                {item_kind: 'stage', item: stage},
                {item_kind: 'channel', item: channel},
                {item_kind: 'touchpoint', item: touchpoint}
            ], recursive := true),
        from places
        union all
        select
            customer_id,
            'goal' as item_kind,
            goal as item,
        from core.journeys
        where goal is not null
    ),

    counts as (
        select
            met.item_kind,
            met.item,
            count(distinct met.customer_id) filter (members.is_first) as first_customer_count,
            count(distinct met.customer_id) filter (not members.is_first) as second_customer_count,
        from met
        inner join members using (customer_id)
        group by all
    ),

    shares as (
        select
            counts.*,
            first_customer_count / nullif(first_size, 0) as first_share,
            second_customer_count / nullif(second_size, 0) as second_share,
            1.959963984540054 as z,
            z * sqrt(first_share * (1 - first_share) / first_size + z * z / (4 * first_size * first_size))
                as first_margin,
            z * sqrt(second_share * (1 - second_share) / second_size + z * z / (4 * second_size * second_size))
                as second_margin,
            first_share + z * z / (2 * first_size) as first_middle,
            second_share + z * z / (2 * second_size) as second_middle,
            1 + z * z / first_size as first_scale,
            1 + z * z / second_size as second_scale,
        from counts
        cross join sizes
    )

    select
        item_kind,
        item,
        first_customer_count,
        first_share,
        second_customer_count,
        second_share,
        first_share - second_share as share_change,
        share_change - sqrt(
            pow(first_share - (first_middle - first_margin) / first_scale, 2)
            + pow((second_middle + second_margin) / second_scale - second_share, 2)
        ) as share_change_low,
        share_change + sqrt(
            pow((first_middle + first_margin) / first_scale - first_share, 2)
            + pow(second_share - (second_middle - second_margin) / second_scale, 2)
        ) as share_change_high,
    from shares
    order by abs(share_change) desc nulls last, item_kind, item
