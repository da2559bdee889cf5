-- one row per touchpoint of journeys that reached a goal, one (no place) for all of them, and one per stage
-- key: value_of, place
-- nullable: place
-- kind: scaffold
-- Of a goal: the amounts of journeys that reached one, 0 where it has none. Of a stage: those of all journeys that
-- came to it and are over, 0 where no goal was reached. Where no goal has an amount, one that was reached counts 1.
-- Sums are over customers, each with some journeys (size) and their amounts (total): journeys of one are alike.
with worth as (
    select coalesce(bool_or(has_value), false) as has_amounts
    from seed.goals
),

journeys as (
    select
        journeys.customer_id,
        journeys.journey_index,
        journeys.status = 'converted' as is_converted,
        case
            when worth.has_amounts then greatest(coalesce(journeys.goal_amount, 0), 0)
            else (journeys.status = 'converted')::integer
        end as amount,
    from core.journeys as journeys
    cross join worth
    where journeys.status <> 'open'
),

goals as (
    select
        journeys.customer_id,
        paths.touchpoint_codes,
        journeys.amount,
    from journeys
    inner join core.journey_paths as paths using (customer_id, journey_index)
    where journeys.is_converted
),

met as (
    select
        customer_id,
        unnest(list_distinct(touchpoint_codes)) as touchpoint_code,
        amount,
    from goals
    union all
    select
        customer_id,
        null,
        amount,
    from goals
),

stages as (
    select distinct
        customer_id,
        journey_index,
        stage_code,
    from core.journey_stages
),

amounts as (
    select
        'goal' as value_of,
        names.touchpoint as place,
        met.customer_id,
        met.amount,
    from met
    left join core.touchpoint_names as names using (touchpoint_code)
    union all
    select
        'stage',
        names.stage,
        journeys.customer_id,
        journeys.amount,
    from stages
    inner join journeys using (customer_id, journey_index)
    inner join core.stages as names using (stage_code)
),

customers as (
    select
        value_of,
        place,
        count(*) as size,
        sum(amount)::decimal(18, 2) as total,
    from amounts
    group by value_of, place, customer_id
)

select
    customers.value_of,
    customers.place,
    any_value(worth.has_amounts) as has_amounts,
    count(*) as customer_count,
    sum(customers.size)::bigint as size,
    sum(customers.total)::double as total,
    sum(customers.size * customers.size)::double as squares,
    sum(customers.total * customers.total)::double as total_squares,
    sum(customers.size * customers.total)::double as products,
from customers
cross join worth
group by customers.value_of, customers.place
