-- one row per unit of counting, goal, end, entry, month of the first step, segment, what it was about, and whole path
-- key: path_unit, goal, status, channel, began_in, segment_id, products, business_units, touchpoints
-- nullable: goal, channel, segment_id
-- A visit ends with its session and holds the customer's own acts alone; a customer's path is all of their journeys,
-- one after the other, with the first goal reached and the end of the last journey.
with units as (
    select
        *,
        'journey' as path_unit,
        journey_index as path_number,
    from analysis.drawn_steps
    union all
    select
        *,
        'visit' as path_unit,
        session_started_ms as path_number,
    from analysis.drawn_steps
    where session_started_ms is not null
    union all
    select
        *,
        'customer' as path_unit,
        0 as path_number,
    from analysis.drawn_steps
),

whole as (
    select
        path_unit,
        customer_id,
        list(touchpoint order by step_position) as touchpoints,
        arg_min(channel, step_position) as channel,
        arg_min(goal, step_position) as goal,
        arg_max(status, step_position) as last_status,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        coalesce(list_sort(list(distinct product) filter (where product is not null)), []) as products,
        coalesce(
            list_sort(list(distinct business_unit) filter (where business_unit is not null)), []
        ) as business_units,
    from units
    group by path_unit, customer_id, path_number
)

select
    whole.path_unit,
    whole.goal,
    case
        when whole.path_unit <> 'visit' then whole.last_status
        when whole.goal is not null then 'converted'
        when epoch_ms(observation.as_of) - epoch_ms(whole.ended_at) < windows.session_gap_milliseconds then 'open'
        else 'abandoned'
    end as status,
    whole.channel,
    strftime(whole.started_at, '%Y-%m') as began_in,
    members.segment_id,
    whole.products,
    whole.business_units,
    whole.touchpoints,
    count(*) as path_count,
from whole
left join analysis.segment_members as members using (customer_id)
cross join core.observation as observation
cross join seed.windows as windows
group by all
