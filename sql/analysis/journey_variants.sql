-- one row per grain of variants and journey
-- key: variant_grain, customer_id, journey_index
-- kind: scaffold
-- nullable: stages
-- Two journeys are of one variant if they meet the same touchpoints in the same order; or, more coarsely, the same
-- stages, however many steps in a row are in each.
with names as (
    select map(list(touchpoint_code), list(stage)) as stage_of
    from core.touchpoint_names
),

walked as (
    select
        paths.customer_id,
        paths.journey_index,
        list_transform(paths.touchpoint_codes, lambda code: names.stage_of[code]) as stages,
    from core.journey_paths as paths
    cross join names
),

merged as (
    select
        customer_id,
        journey_index,
        list_transform(
            list_filter(range(1, len(stages) + 1), lambda place: place = 1 or stages[place] <> stages[place - 1]),
            lambda place: stages[place]
        ) as stages,
    from walked
)

select
    'touchpoint' as variant_grain,
    customer_id,
    journey_index,
    variant_id,
    null::varchar[] as stages,
from core.journeys
union all
select
    'stage',
    customer_id,
    journey_index,
    md5(array_to_string(stages, '>')),
    stages,
from merged
