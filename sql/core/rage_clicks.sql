-- one row per burst of clicks on one place of one page: [friction].rage_clicks of them within its time and distance
-- key: event_key
-- scope: customer
-- All of them lie within the distance of the first. Where a source does not say where a click was, the same element
-- is the same place; where it says neither, nobody can tell. The burst's event is its first click.
with counted as (
    select
        clicks.*,
        epoch_ms(clicks.occurred_at) as clicked_ms,
        count(*) over (
            partition by clicks.customer_id, clicks.session_started_ms, clicks.page_code
            order by epoch_ms(clicks.occurred_at)
            range between current row and friction.rage_milliseconds following
        ) as near_count,
        friction.*,
    from core.clicks as clicks
    cross join seed.friction as friction
),

bursts as (
    select
        first_clicks.customer_id,
        first_clicks.session_started_ms,
        first_clicks.event_key,
        first_clicks.event_index,
        first_clicks.clicked_ms,
        first_clicks.rage_milliseconds,
        first_clicks.occurred_at,
        first_clicks.touchpoint_code,
        first_clicks.page_code,
    from counted as first_clicks
    inner join counted as clicks
        on first_clicks.customer_id = clicks.customer_id
        and first_clicks.session_started_ms = clicks.session_started_ms
        and first_clicks.page_code is not distinct from clicks.page_code
        and clicks.event_index >= first_clicks.event_index
        and clicks.clicked_ms <= first_clicks.clicked_ms + first_clicks.rage_milliseconds
        and coalesce(
            sqrt(power(clicks.x - first_clicks.x, 2) + power(clicks.y - first_clicks.y, 2)) <= first_clicks.rage_pixels,
            clicks.element = first_clicks.element
        )
    where first_clicks.near_count >= first_clicks.rage_click_count
    group by all
    having count(*) >= any_value(first_clicks.rage_click_count)
)

select
    customer_id,
    event_key,
    occurred_at,
    touchpoint_code,
    page_code,
from bursts
qualify coalesce(clicked_ms - lag(clicked_ms) over (
    partition by customer_id, session_started_ms, page_code order by event_index
) > rage_milliseconds, true)
