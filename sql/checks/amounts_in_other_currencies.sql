-- Which amounts are in another currency than the project's, so that no sum can hold them?
-- on rows: warn
select
    kinds.source,
    events.currency_code,
    count(*) as event_count,
from core.event_rows as events
inner join core.event_kinds as kinds using (event_kind_id)
cross join seed.windows as windows
where events.amount is not null and events.currency_code <> windows.currency_code
group by kinds.source, events.currency_code
