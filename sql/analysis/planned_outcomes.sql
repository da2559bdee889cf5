-- one row per plan, variant, whether its journeys reached a goal, and customer of them
-- key: plan, variant_id, is_finished, customer_id
-- kind: scaffold
-- A journey's satisfaction is the mean of the ratings the customer gave while it lasted, or within the gap that ends
-- journeys after it, in thousandths. A rating may speak of two journeys.
with journey_ratings as (
    select
        journeys.plan,
        journeys.customer_id,
        journeys.journey_index,
        round(1000 * avg(ratings.satisfaction))::integer as satisfaction_permille,
    from analysis.planned_journeys as journeys
    cross join seed.windows as windows
    inner join core.scores as ratings
        on journeys.customer_id = ratings.customer_id
        and ratings.occurred_at >= journeys.started_at
        and epoch_ms(ratings.occurred_at) <= epoch_ms(journeys.ended_at) + windows.journey_gap_milliseconds
    where ratings.satisfaction is not null
    group by journeys.plan, journeys.customer_id, journeys.journey_index
)

select
    journeys.plan,
    journeys.variant_id,
    journeys.is_finished,
    journeys.customer_id,
    count(*) as journey_count,
    count(*) filter (journeys.status <> 'open') as decided_count,
    count(*) filter (journeys.is_finished) as converted_count,
    count(ratings.satisfaction_permille) as rated_count,
    coalesce(sum(ratings.satisfaction_permille), 0)::bigint as satisfaction_sum,
from analysis.planned_journeys as journeys
left join journey_ratings as ratings using (plan, customer_id, journey_index)
group by journeys.plan, journeys.variant_id, journeys.is_finished, journeys.customer_id
