-- All steps of one customer, journey after journey, with the wait to each next step.
--
--     from journeys_of(4611686018427387904);
create or replace macro journeys_of(wanted_customer_id) as table
    select
        journeys.journey_id,
        journeys.status,
        journeys.goal,
        steps.step_index,
        steps.occurred_at,
        steps.touchpoint,
        steps.stage,
        steps.channel,
        steps.seconds_to_next,
    from core.journeys as journeys
    inner join core.journey_steps as steps using (journey_id)
    where journeys.customer_id = wanted_customer_id
    order by steps.occurred_at, journeys.started_at, steps.step_index
