-- One journey step by step: when, where, by what, and what was paid, rated and written there.
--
--     from journey_of('44008430298172512-1');
--
-- The steps of all journeys of one customer: journeys_of. Texts are redacted; seconds are from its first step.
create or replace macro journey_of(wanted_journey_id) as table
    select
        steps.step_index,
        steps.occurred_at,
        epoch(steps.occurred_at - journeys.started_at) as seconds_from_start,
        steps.touchpoint,
        steps.stage,
        steps.channel,
        events.event_name,
        events.device,
        events.campaign,
        events.product,
        events.amount,
        events.currency_code,
        events.rating,
        texts.text,
        steps.seconds_to_next,
        case when steps.step_index = journeys.step_count then journeys.status end as end_status,
    from core.journeys as journeys
    inner join core.journey_steps as steps using (journey_id)
    left join core.events as events on steps.event_key = events.event_key
    left join core.texts as texts on steps.event_key = texts.event_key
    where journeys.journey_id = wanted_journey_id
    order by steps.step_index
