-- one row per journey whose customer told how they felt
-- key: customer_id, journey_index
-- kind: scaffold
-- What the customer said while it lasted, or within the gap that ends journeys after it, in thousandths of valence. An
-- answer may speak of two journeys.
select
    journeys.customer_id,
    journeys.journey_index,
    count(*) as answer_count,
    sum(round(1000 * feelings.valence)::integer)::bigint as valence_sum,
from core.journeys as journeys
cross join seed.windows as windows
inner join analysis.feelings as feelings
    on journeys.customer_id = feelings.customer_id
    and feelings.occurred_at >= journeys.started_at
    and epoch_ms(feelings.occurred_at) <= epoch_ms(journeys.ended_at) + windows.journey_gap_milliseconds
group by journeys.customer_id, journeys.journey_index
