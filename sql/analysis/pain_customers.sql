-- one row per pain or delight that was found, and customer it affects
-- key: pain_id, customer_id
-- Of key moments it cannot be said whom they affect: they are estimated over all who met them. Who left the plan is
-- affected where such a journey of theirs was abandoned.
with points as (
    select
        points.pain_id,
        points.pain_kind,
        points.pain_source,
        points.pain_subject,
        points.touchpoint,
        names.touchpoint_code,
    from analysis.pain_points as points
    inner join core.touchpoint_names as names using (touchpoint)
    where points.pain_source <> 'key_moment'
),

affected as (
    select
        points.pain_id,
        journeys.customer_id,
    from points
    inner join core.journeys as journeys on points.touchpoint_code = journeys.last_touchpoint_code
    where points.pain_source = 'drop_off' and journeys.status = 'abandoned'
    union all
    select
        points.pain_id,
        firsts.customer_id,
    from points
    inner join analysis.pain_firsts as firsts using (touchpoint_code)
    where points.pain_source = 'rework' and firsts.came_back and firsts.is_abandoned
    union all
    select
        points.pain_id,
        friction.customer_id,
    from points
    inner join core.friction as friction
        on points.touchpoint_code = friction.touchpoint_code and points.pain_subject = friction.friction_kind
    left join analysis.pain_firsts as firsts
        on friction.customer_id = firsts.customer_id
        and friction.touchpoint_code = firsts.touchpoint_code
        and friction.journey_index = firsts.journey_index
    where
        points.pain_source in ('friction', 'wait')
        and (
            points.pain_subject in ('rage_click', 'dead_click', 'repeat_contact', 'reopen')
            or coalesce(firsts.is_abandoned, false)
        )
    union all
    select
        points.pain_id,
        signals.customer_id,
    from points
    inner join analysis.signals as signals using (touchpoint)
    where
        points.pain_source = 'signal'
        and signals.signal_status <> 'rejected'
        and points.pain_subject in (signals.signal, trim(signals.signal || ' ' || signals.signal_subtype))
    union all
    select
        points.pain_id,
        texts.customer_id,
    from points
    inner join analysis.text_topics as text_topics on points.pain_subject = text_topics.topic_id
    inner join analysis.texts_to_read as texts
        on text_topics.text_id = texts.text_id and points.touchpoint = texts.touchpoint
    where points.pain_source = 'topic'
    union all
    select
        points.pain_id,
        feelings.customer_id,
    from points
    inner join analysis.feelings as feelings
        on points.touchpoint = feelings.touchpoint
        and feelings.valence_source = if(points.pain_source = 'score', 'reported', 'inferred')
    where points.pain_source in ('score', 'emotion')
    group by points.pain_id, points.pain_kind, feelings.customer_id
    having if(points.pain_kind = 'pain', -1, 1) * round(avg(feelings.valence), 6) > 0
    union all
    select
        points.pain_id,
        journeys.customer_id,
    from points
    inner join analysis.variant_moves as moves
        on points.touchpoint = moves.touchpoint and points.pain_subject = moves.plan || ': ' || moves.move_kind
    inner join analysis.conformance as journeys using (plan, variant_id)
    where points.pain_source = 'deviation' and journeys.status = 'abandoned' and not moves.is_finished
)

select distinct
    pain_id,
    customer_id,
from affected
where customer_id is not null
