-- one row per journey and slice it belongs to
-- key: customer_id, journey_index, slice_kind, slice
-- scope: customer
-- A slice holds whole journeys, so that what follows what in it is what customers did: by the channel of the first
-- step, the month it began in, how it stands, and every product and business unit met on the way. Its variant is at
-- hand, so that the variants of a slice are one scan.
with met as (
    select distinct
        steps.customer_id,
        steps.journey_index,
        kinds.product,
        kinds.business_unit,
    from core.steps as steps
    inner join core.event_kinds as kinds using (event_kind_id)
    where kinds.product <> '' or kinds.business_unit <> ''
),

slices as not materialized (
    select
        customer_id,
        journey_index,
        'status' as slice_kind,
        status as slice,
    from core.journeys
    union all
    select
        customer_id,
        journey_index,
        'period',
        strftime(started_at, '%Y-%m'),
    from core.journeys
    union all
    select
        steps.customer_id,
        steps.journey_index,
        'channel',
        channels.channel,
    from core.steps as steps
    inner join core.channels as channels using (channel_code)
    where steps.step_index = 1
    union all
    select distinct
        customer_id,
        journey_index,
        'product',
        product,
    from met
    where product <> ''
    union all
    select distinct
        customer_id,
        journey_index,
        'business unit',
        business_unit,
    from met
    where business_unit <> ''
)

select
    slices.*,
    journeys.variant_key,
    journeys.status = 'converted' as is_converted,
from slices
inner join core.journeys as journeys using (customer_id, journey_index)
