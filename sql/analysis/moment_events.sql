-- one row per friction, barrier, topic or text of a watched customer, and the moment it is known
-- key: customer_id, factor_kind, factor, known_ms
-- kind: scaffold
-- What is a friction by what followed it - a wait, a turn back - is known when that followed: before, nobody who
-- reached the goal meanwhile could have it.
select distinct
    friction.customer_id,
    'friction' as factor_kind,
    friction.friction_kind as factor,
    epoch_ms(friction.occurred_at)
    + case
        when friction.friction_kind in ('dead_click', 'quick_back', 'u_turn', 'hesitation', 'long_wait')
            then coalesce(steps.milliseconds_to_next, 0)
        else 0
    end as known_ms,
from core.friction as friction
semi join analysis.moment_sample using (customer_id)
left join core.steps as steps using (event_key)
union
select
    customer_id,
    'barrier',
    signal_subtype,
    epoch_ms(occurred_at),
from analysis.signals
semi join analysis.moment_sample using (customer_id)
where signal = 'barrier' and signal_subtype <> '' and signal_status <> 'rejected'
union
select
    texts.customer_id,
    'topic',
    topics.topic_id,
    epoch_ms(texts.occurred_at),
from analysis.text_topics as topics
inner join analysis.texts_to_read as texts using (text_id)
semi join analysis.moment_sample using (customer_id)
union
select
    customer_id,
    'text',
    'text',
    epoch_ms(occurred_at),
from analysis.texts_to_read
semi join analysis.moment_sample using (customer_id)
