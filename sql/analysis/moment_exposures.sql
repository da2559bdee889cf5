-- one row per watch and thing met in it, with the tick of the first meeting
-- key: customer_id, journey_index, factor_code
-- kind: scaffold
with placed as (
    select
        watches.customer_id,
        watches.journey_index,
        names.factor_code,
        (events.known_ms - watches.started_ms) // watches.tick_milliseconds as tick,
        watches.last_tick,
    from analysis.moment_events as events
    inner join analysis.moment_watches as watches using (customer_id)
    inner join analysis.moment_names as names using (factor_kind, factor)
    where events.known_ms >= watches.started_ms
)

select
    customer_id,
    journey_index,
    touchpoint_code as factor_code,
    min(tick) as first_tick,
from analysis.moment_steps
group by customer_id, journey_index, touchpoint_code
union all
select
    customer_id,
    journey_index,
    factor_code,
    min(tick)::integer,
from placed
where tick < last_tick
group by customer_id, journey_index, factor_code
