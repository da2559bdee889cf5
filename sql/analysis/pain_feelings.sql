-- one row per pain or delight, rating or text, and touchpoint about which customers said how it felt
-- key: pain_kind, pain_source, touchpoint
-- kind: scaffold
-- A customer counts once at a touchpoint, by the mean of what they rated there and by the mean of what they wrote.
-- Beside it stand all other touchpoints.
with customers as (
    select
        valence_source,
        touchpoint,
        any_value(stage) as stage,
        customer_id,
        round(avg(valence), 6) as valence,
        '''' || replace(touchpoint, '''', '''''') || '''' as quoted,
    from analysis.feelings
    where touchpoint is not null and customer_id is not null
    group by valence_source, touchpoint, customer_id
),

kinds as (
    select unnest([{pain_kind: 'pain', sign: '<'}, {pain_kind: 'delight', sign: '>'}], recursive := true)
),

places as (
    select
        kinds.pain_kind,
        kinds.sign,
        customers.valence_source,
        customers.touchpoint,
        any_value(customers.stage) as stage,
        any_value(customers.quoted) as quoted,
        count(*) as came_count,
        count(*) filter (if(kinds.sign = '<', customers.valence < 0, customers.valence > 0)) as affected_count,
    from customers
    cross join kinds
    group by kinds.pain_kind, kinds.sign, customers.valence_source, customers.touchpoint
)

select
    pain_kind,
    if(valence_source = 'reported', 'score', 'emotion') as pain_source,
    '' as pain_subject,
    touchpoint,
    stage,
    came_count,
    affected_count,
    'analysis.feelings' as source_table,
    'select count(*) as affected_count from (select customer_id from analysis.feelings where customer_id is not null '
    || 'and touchpoint = ' || quoted || ' and valence_source = ''' || valence_source
    || ''' group by customer_id having round(avg(valence), 6) ' || sign || ' 0)' as source_query,
from places
