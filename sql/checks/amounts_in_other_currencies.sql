-- Which amounts are in another currency than the project's, so that no sum can hold them?
-- on rows: warn
select
    source,
    currency_code,
    event_count,
from marts.amounts
where not is_summed
