-- one row per goal, end, channel of the first step and whole path
-- key: goal, status, channel, touchpoints
-- nullable: goal, channel
-- All journeys while they have at most 400,000 steps together; of more, a sample fixed by the journeys' ids, of about
-- that many steps, so that the paths fit into a page.
with sizes as (
    select count(*) as step_count
    from core.steps
),

chosen as (
    select
        journeys.customer_id,
        journeys.journey_index,
        journeys.goal,
        journeys.status,
    from core.journeys as journeys
    cross join sizes
    where (md5_number_upper(journeys.journey_id) % 1000000)::bigint * sizes.step_count < 1000000::bigint * 400000
),

paths as (
    select
        steps.customer_id,
        steps.journey_index,
        list(names.touchpoint order by steps.step_index) as touchpoints,
        arg_min(channels.channel, steps.step_index) as channel,
    from core.steps as steps
    inner join chosen using (customer_id, journey_index)
    inner join core.touchpoint_names as names using (touchpoint_code)
    left join core.channels as channels using (channel_code)
    group by steps.customer_id, steps.journey_index
)

select
    chosen.goal,
    chosen.status,
    paths.channel,
    paths.touchpoints,
    count(*) as journey_count,
from paths
inner join chosen using (customer_id, journey_index)
group by chosen.goal, chosen.status, paths.channel, paths.touchpoints
