-- one row per persona and step of its typical scenario
-- key: persona_id, step_index
-- The path is the medoid's; its times are those of all its customers who go from the step before straight to this one:
-- each customer's median, and the median of those with its 95% interval (ranks n/2 -+ 0.98 sqrt(n), values seen). Its
-- channel is the one that most of its customers' steps there come through.
with met as (
    select
        paths.persona_id,
        steps.*,
    from core.journey_steps as steps
    inner join analysis.segment_members as members using (customer_id)
    inner join (select distinct persona_id, segment_id from analysis.persona_paths) as paths using (segment_id)
),

customers as (
    select
        paths.persona_id,
        paths.step_index,
        met.customer_id,
        quantile_disc(met.seconds_to_next, 0.5) as own_seconds,
    from analysis.persona_paths as paths
    inner join met
        on paths.persona_id = met.persona_id
        and paths.previous_touchpoint = met.touchpoint
        and paths.touchpoint = met.next_touchpoint
    group by all
),

times as (
    select
        persona_id,
        step_index,
        count(*) as customer_count,
        list(own_seconds order by own_seconds) as sorted_seconds,
    from customers
    group by all
),

channels as (
    select
        persona_id,
        touchpoint,
        any_value(stage) as stage,
        mode(channel order by channel) as channel,
        count(distinct customer_id) as reached_count,
    from met
    group by all
)

select
    paths.persona_id,
    paths.step_index,
    paths.touchpoint,
    channels.stage,
    channels.channel,
    channels.reached_count,
    coalesce(times.customer_count, 0) as customer_count,
    times.sorted_seconds[(times.customer_count + 1) // 2] as median_seconds,
    times.sorted_seconds[greatest(1, floor(times.customer_count / 2 - 0.98 * sqrt(times.customer_count)))::bigint]
        as median_low_seconds,
    times.sorted_seconds[
        least(times.customer_count, 1 + ceil(times.customer_count / 2 + 0.98 * sqrt(times.customer_count)))::bigint
    ] as median_high_seconds,
from analysis.persona_paths as paths
left join channels using (persona_id, touchpoint)
left join times using (persona_id, step_index)
