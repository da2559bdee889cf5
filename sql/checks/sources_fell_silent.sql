-- Which sources have sent no event for a week, and for twice their usual pause, though others did? Told for four weeks.
-- on rows: warn
-- A pause is usual if nine in ten of a source's are no longer: a monthly survey is not missed after a week.
with pauses as (
    select
        source,
        day - lag(day) over (partition by source order by day) as pause_days,
    from marts.daily_counts
    where source is not null
),

patience as (
    select
        source,
        greatest(7, 2 * coalesce(quantile_disc(pause_days, 0.9), 0)) as patience_days,
    from pauses
    group by source
)

select
    health.source,
    health.latest_occurred_at,
from marts.source_health as health
inner join patience using (source)
cross join core.observation as observation
where
    health.latest_occurred_at < observation.as_of - to_days(patience.patience_days)
    and health.latest_occurred_at >= observation.as_of - to_days(patience.patience_days + 28)
