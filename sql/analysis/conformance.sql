-- one row per plan and journey that is held against it
-- key: plan, journey_id
-- A journey whose variant was not held, since it is rare or very long, has no fitness.
select
    journeys.plan,
    journeys.journey_id,
    journeys.customer_id,
    journeys.variant_id,
    journeys.status,
    fits.plan_fitness,
    fits.deviation_count,
    fits.conformance_method,
from analysis.planned_journeys as journeys
left join analysis.variant_conformance as fits using (plan, variant_id, is_finished)
