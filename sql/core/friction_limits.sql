-- one row per touchpoint, and hesitation or long wait: from when on it is one there
-- key: touchpoint_code, friction_kind
-- The limits are quantiles of what was seen at the touchpoint, exact; a hesitation is also longer than [friction] says.
with reached as (
    select
        touchpoint_code,
        friction_kind,
        wait_bin,
        step_count,
        (sum(step_count) over bins_of)::bigint - step_count as below_count,
        (sum(step_count) over (partition by touchpoint_code, friction_kind))::bigint as opportunity_count,
    from core.timed_counts
    window bins_of as (partition by touchpoint_code, friction_kind order by wait_bin rows unbounded preceding)
),

placed as (
    select
        reached.*,
        case
            when reached.friction_kind = 'long_wait' then 0
            else friction.hesitation_milliseconds
        end as least_milliseconds,
        -- where the quantile stands among the steps of the bin, as quantile_disc() would find it
        greatest(
            1,
            reached.opportunity_count
            - floor(
                reached.opportunity_count - reached.opportunity_count * (
                    case
                        when reached.friction_kind = 'long_wait' then friction.long_wait_percent
                        else friction.hesitation_percent
                    end / 100
                )
            )::bigint
        ) - reached.below_count as place,
    from reached
    cross join seed.friction as friction
)

select
    placed.touchpoint_code,
    placed.friction_kind,
    placed.opportunity_count,
    greatest(
        list_sort(list(steps.milliseconds_to_next))[placed.place], placed.least_milliseconds
    ) as limit_milliseconds,
from placed
inner join core.timed_steps as steps
    on placed.touchpoint_code = steps.touchpoint_code
    and placed.friction_kind = steps.friction_kind
    and placed.wait_bin = floor(log2(steps.milliseconds_to_next + 1) * 8)::smallint
where placed.place between 1 and placed.step_count
group by
    placed.touchpoint_code,
    placed.friction_kind,
    placed.opportunity_count,
    placed.place,
    placed.least_milliseconds
