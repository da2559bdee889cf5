-- Which touchpoints are met more often in converted than in abandoned journeys? An association, not an effect.
with met as (
    select distinct
        steps.journey_id,
        steps.touchpoint,
        journeys.status,
    from core.journey_steps as steps
    inner join core.journeys as journeys using (journey_id)
    where journeys.status <> 'open' and (steps.step_index < journeys.step_count or journeys.status = 'abandoned')
),

totals as (
    select
        count(*) filter (status = 'converted') as converted_count,
        count(*) filter (status = 'abandoned') as abandoned_count,
    from core.journeys
)

select
    met.touchpoint,
    count(*) as journey_count,
    count(*) filter (met.status = 'converted') / nullif(any_value(totals.converted_count), 0) as converted_share,
    count(*) filter (met.status = 'abandoned') / nullif(any_value(totals.abandoned_count), 0) as abandoned_share,
    converted_share / nullif(abandoned_share, 0) as lift,
from met
cross join totals
group by met.touchpoint
order by lift desc nulls last, touchpoint
limit 20
