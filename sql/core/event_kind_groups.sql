-- one row per kind of event that tells where the visitor came from, with its default channel group
-- key: event_kind_id
-- The rules are those Google Analytics 4 documents for its default channel group, in their order.
with traffic as (
    select
        event_kind_id,
        lower(nullif(traffic_source, '')) as source,
        coalesce(lower(traffic_medium), '') as medium,
        coalesce(lower(campaign), '') as campaign,
    from staging.event_kinds
    where coalesce(nullif(traffic_source, ''), nullif(traffic_medium, ''), nullif(campaign, '')) is not null
),

described as (
    select
        traffic.event_kind_id,
        coalesce(traffic.source, '') as source,
        traffic.medium,
        traffic.campaign,
        coalesce(sources.category, '') as category,
        regexp_full_match(traffic.medium, '.*cp.*|ppc|retargeting|paid.*') as is_paid,
        regexp_full_match(traffic.campaign, '.*(([^a-df-z]|^)shop|shopping).*') as is_shopping,
    from traffic
    left join seed.traffic_sources as sources on traffic.source = sources.source
)

select
    event_kind_id,
    case
        when source = '(direct)' and medium in ('(none)', '(not set)', '') then 'Direct'
        when campaign like '%cross-network%' then 'Cross-network'
        when is_paid and (category = 'shopping' or is_shopping) then 'Paid Shopping'
        when is_paid and category = 'search' then 'Paid Search'
        when is_paid and category = 'social' then 'Paid Social'
        when is_paid and category = 'video' then 'Paid Video'
        when medium in ('display', 'banner', 'expandable', 'interstitial', 'cpm') then 'Display'
        when is_paid then 'Paid Other'
        when category = 'shopping' or is_shopping then 'Organic Shopping'
        when
            category = 'social'
            or medium in ('social', 'social-network', 'social-media', 'sm', 'social network', 'social media')
            then 'Organic Social'
        when category = 'video' or medium like '%video%' then 'Organic Video'
        when category = 'search' or medium = 'organic' then 'Organic Search'
        when medium in ('referral', 'app', 'link') then 'Referral'
        when source in ('email', 'e-mail', 'e_mail', 'e mail') or medium in ('email', 'e-mail', 'e_mail', 'e mail')
            then 'Email'
        when medium = 'affiliate' then 'Affiliates'
        when medium = 'audio' then 'Audio'
        when source = 'sms' or medium = 'sms' then 'SMS'
        when medium like '%push' or medium like '%mobile%' or medium like '%notification%' or source = 'firebase'
            then 'Mobile Push Notifications'
        else 'Unassigned'
    end as default_channel_group,
from described
