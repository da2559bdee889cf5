-- one row per customer, kind of trait and trait: what a persona may tell of its customers
-- key: customer_id, trait_kind, trait
-- kind: view
-- nullable: trait
-- Whoever has a row of a kind is known in it; a row without a trait says that the customer has none.
with attributes as (
    select
        customer_id,
        unnest([
            {trait_kind: 'age_band', trait: age_band},
            {trait_kind: 'education_band', trait: education_band},
            {trait_kind: 'income_band', trait: income_band},
            {trait_kind: 'family_band', trait: family_band},
            {trait_kind: 'job_role', trait: job_role},
            {trait_kind: 'industry', trait: industry},
            {trait_kind: 'country', trait: country},
            {trait_kind: 'language', trait: language},
            {trait_kind: 'heard_from', trait: heard_from}
        ], recursive := true),
    from core.customers
),

interests as (
    select
        customer_id,
        unnest(string_split_regex(interests, '\s*[;,|]\s*')) as trait,
    from core.customers
    where interests is not null
),

devices as (
    select
        customer_id,
        case
            when 2 * phone_visit_count > device_visit_count then 'phone'
            when 2 * desktop_visit_count > device_visit_count then 'desktop'
        end as trait,
    from core.customer_habits
    where device_visit_count > 0
)

select customer_id, trait_kind, trait
from attributes
where trait is not null
union all
select distinct customer_id, 'interest', trait
from interests
where trait <> ''
union all
select customer_id, 'device', trait
from devices
union all
select customer_id, 'experience', case when journey_count > 1 then 'returning' else 'first journey' end
from core.customer_measures
where journey_count > 0
union all
select customer_id, 'conversion', case when converted_count > 0 then 'converted' end
from core.customer_measures
union all
select customer_id, 'churn', case when is_churned then 'churned' end
from core.churn
where is_churned is not null
union all
select distinct stages.customer_id, 'channel', channels.channel
from core.journey_stages as stages
inner join core.channels as channels using (channel_code)
union all
select customer_id, 'goal', null
from core.customer_measures
union all
select distinct customer_id, 'goal', goal
from core.journeys
where goal is not null
union all
select customer_id, unnest(['fault', 'friction', 'workaround']), null
from core.customer_measures
union all
select customer_id, trait_kind, trait
from analysis.persona_friction_traits
union all
select customer_id, trait_kind, trait
from analysis.persona_text_traits
