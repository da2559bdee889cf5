-- one row per thing whose effect may be asked for: a touchpoint, act of the company, friction, barrier or topic
-- key: factor_code
-- kind: scaffold
select
    names.touchpoint_code as factor_code,
    if(acts.is_company, 'company action', 'touchpoint') as factor_kind,
    names.touchpoint as factor,
    names.touchpoint as factor_words,
    names.touchpoint,
from core.touchpoint_names as names
inner join core.touchpoint_acts as acts using (touchpoint_code)
union all
select
    (-row_number() over (order by events.factor_kind, events.factor))::integer,
    events.factor_kind,
    events.factor,
    coalesce(topics.topic, events.factor),
    null,
from (select distinct factor_kind, factor from analysis.moment_events) as events
left join analysis.topics as topics on events.factor_kind = 'topic' and events.factor = topics.topic_id
