-- one row per channel or campaign with a known cost
-- key: dimension, touch
-- kind: scaffold
-- What was paid up to the end of observation, in the project's currency alone. A cost belongs to its campaign, or,
-- where no step has that campaign, to its traffic source and medium; it is split over channels as their steps are. What
-- no step came by has no row.
with spends as (
    select
        exposures.campaign,
        lower(exposures.traffic_source) as traffic_source,
        lower(exposures.traffic_medium) as traffic_medium,
        sum(exposures.cost_amount)::double as cost_amount,
    from core.exposures as exposures
    cross join core.observation as observation
    cross join seed.windows as windows
    where
        exposures.cost_amount is not null
        and exposures.shown_from_at <= observation.as_of
        and coalesce(exposures.currency_code, windows.currency_code) = windows.currency_code
    group by all
),

steps as (
    select
        named.dimension,
        named.touch,
        kinds.campaign,
        lower(kinds.traffic_source) as traffic_source,
        lower(kinds.traffic_medium) as traffic_medium,
        sum(counts.step_count)::double as step_count,
    from core.kind_counts as counts
    inner join core.event_kinds as kinds using (event_kind_id)
    inner join analysis.attribution_values as named
        on counts.event_kind_id = named.event_kind_id and counts.channel_code = named.channel_code
    where named.dimension in ('channel', 'campaign')
    group by all
),

campaigns as (
    select distinct campaign
    from steps
    where campaign is not null
),

met as (
    select
        spends.campaign,
        spends.traffic_source,
        spends.traffic_medium,
        spends.cost_amount,
        steps.dimension,
        steps.touch,
        sum(steps.step_count) as step_count,
    from spends
    left join campaigns using (campaign)
    inner join steps
        on case
            when campaigns.campaign is not null then spends.campaign = steps.campaign
            else
                steps.dimension = 'channel'
                and spends.traffic_source = steps.traffic_source
                and spends.traffic_medium is not distinct from steps.traffic_medium
        end
    group by all
),

split as (
    select
        dimension,
        touch,
        cost_amount * step_count
        / sum(step_count) over (partition by dimension, campaign, traffic_source, traffic_medium) as cost_amount,
    from met
)

select
    dimension,
    touch,
    sum(cost_amount) as cost_amount,
from split
group by dimension, touch
