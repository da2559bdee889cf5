-- one row per thing shown to the world - an ad, a billboard, a price tag - in one place or campaign and period
-- key: exposure_key
-- Of a record that was delivered again the row updated last holds, so that restated costs are not added up.
select
    exposure_key,
    exposure_id,
    shown_from_at,
    shown_until_at,
    updated_at,
    exposure_kind,
    platform,
    traffic_source,
    traffic_medium,
    campaign,
    promo_code,
    place,
    product,
    impression_count,
    click_count,
    cost_amount,
    price_amount,
    currency_code,
    props,
from raw.exposures
qualify row_number() over (
    partition by exposure_key
    order by
        updated_at desc nulls last,
        shown_from_at,
        shown_until_at nulls last,
        cost_amount nulls last,
        price_amount nulls last,
        impression_count nulls last,
        click_count nulls last,
        (
            currency_code,
            exposure_kind,
            platform,
            traffic_source,
            traffic_medium,
            campaign,
            promo_code,
            place,
            product,
            props
        )
) = 1
