-- one row per source and currency of amounts
-- key: source, currency_code
-- Sums over customers and journeys hold only the project's currency (is_summed): no rates turn others into it.
select
    kinds.source,
    coalesce(events.currency_code, windows.currency_code) as currency_code,
    count(*) as event_count,
    sum(events.amount)::decimal(18, 2) as amount,
    coalesce(events.currency_code, windows.currency_code) = windows.currency_code as is_summed,
from core.event_rows as events
inner join core.event_kinds as kinds using (event_kind_id)
cross join seed.windows as windows
where events.amount is not null
group by all
