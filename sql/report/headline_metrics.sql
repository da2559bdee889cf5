-- one row per headline metric
-- key: metric
-- nullable: value
-- A share comes with its numerator and denominator; every row with the window it was counted in. Journeys of one
-- customer are alike: the interval of a share of them is made of sums over customers, of squares and products.
with events as (
    select
        count(*) as event_count,
        min(occurred_at) as observed_from_at,
        max(occurred_at) as observed_to_at,
        count(*) filter (kinds.rule_index is null) as unmapped_count,
        (select coalesce(sum(event_count) filter (identified_by = 'none'), 0) from marts.identity_coverage)
            as unidentified_count,
    from core.event_rows as events
    inner join core.event_kinds as kinds using (event_kind_id)
),

travellers as (
    select
        customer_id,
        count(*) as journey_count,
        count(*) filter (status = 'converted') as converted_count,
    from core.journeys
    group by customer_id
),

journeys as (
    select
        'converted_share' as metric,
        coalesce(sum(journey_count), 0)::bigint as journey_count,
        coalesce(sum(converted_count), 0)::bigint as converted_count,
        count(*) as denominator_customer_count,
        sum(journey_count * journey_count)::bigint as denominator_square_sum,
        sum(converted_count * converted_count)::bigint as numerator_square_sum,
        sum(journey_count * converted_count)::bigint as share_product_sum,
    from travellers
),

goals as (
    select median(epoch_ms(ended_at) - epoch_ms(started_at)) / 1000 as median_seconds
    from core.journeys
    where status = 'converted'
),

files as (
    select
        coalesce(sum(loaded_count + rejected_count), 0)::bigint as row_count,
        coalesce(sum(rejected_count), 0)::bigint as rejected_count,
    from raw.files
    where grown_into is null
),

metrics as (
    select 'customer_count' as metric, count(*) as value, null as numerator_count, null as denominator_count
    from core.customers
    union all
    select 'travelling_customer_count', denominator_customer_count, null, null
    from journeys
    union all
    select 'journey_count', journey_count, null, null
    from journeys
    union all
    select 'converted_share', converted_count / nullif(journey_count, 0), converted_count, journey_count
    from journeys
    union all
    select 'median_seconds_to_goal', median_seconds, null, converted_count
    from goals
    cross join journeys
    union all
    select 'session_count', count(*), null, null
    from core.sessions
    union all
    select 'event_count', event_count, null, null
    from events
    union all
    select 'unidentified_share', unidentified_count / nullif(event_count, 0), unidentified_count, event_count
    from events
    union all
    select 'unmapped_share', unmapped_count / nullif(event_count, 0), unmapped_count, event_count
    from events
    union all
    select 'rejected_count', rejected_count, rejected_count, row_count
    from files
)

select
    metrics.metric,
    metrics.value::double as value,
    metrics.numerator_count::bigint as numerator_count,
    metrics.denominator_count::bigint as denominator_count,
    journeys.denominator_customer_count,
    journeys.denominator_square_sum,
    journeys.numerator_square_sum,
    journeys.share_product_sum,
    events.observed_from_at,
    events.observed_to_at,
from metrics
cross join events
left join journeys using (metric)
