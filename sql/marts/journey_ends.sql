-- one row per touchpoint at which a journey begins or ends
-- key: touchpoint
-- scope: all
-- kind: view
-- A journey that is still open ends, for now, at its latest step.
select
    touchpoint,
    cast(sum(started_count) as bigint) as started_count,
    cast(sum(ended_count) as bigint) as ended_count,
from (
    select
        from_touchpoint as touchpoint,
        case when step_index = 1 then journey_count else 0 end as started_count,
        case when to_touchpoint is null then journey_count else 0 end as ended_count,
    from marts.path_links
)
group by all
having sum(started_count) > 0 or sum(ended_count) > 0
