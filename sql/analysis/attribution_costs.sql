-- one row per dimension and value with a known cost
-- key: dimension, touch
-- kind: scaffold
-- What was paid for a campaign up to the end of observation, in the project's currency alone. Campaigns without a touch
-- in any journey have no row.
select
    named.dimension,
    named.touch,
    sum(exposures.cost_amount)::double as cost_amount,
from (
    select distinct
        dimension,
        touch
    from analysis.attribution_values
    where dimension = 'campaign'
) as named
inner join core.exposures as exposures on named.touch = exposures.campaign
cross join core.observation as observation
cross join seed.windows as windows
where
    exposures.cost_amount is not null
    and exposures.shown_from_at <= observation.as_of
    and coalesce(exposures.currency_code, windows.currency_code) = windows.currency_code
group by named.dimension, named.touch
