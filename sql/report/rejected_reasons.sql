-- one row per source and reason for which rows were refused
-- key: source, reason
-- A row refused for several reasons counts under each of them.
with reasons as (
    select
        source,
        unnest(reasons) as reason,
    from raw.rejected
)

select
    source,
    reason,
    count(*) as rejected_count,
from reasons
group by all
