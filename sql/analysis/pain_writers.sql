-- one row per touchpoint about which customers wrote
-- key: touchpoint
-- kind: scaffold
select
    touchpoint,
    any_value(stage) as stage,
    count(distinct customer_id) as came_count,
    '''' || replace(touchpoint, '''', '''''') || '''' as quoted,
from analysis.texts_to_read
where customer_id is not null and touchpoint is not null
group by touchpoint
