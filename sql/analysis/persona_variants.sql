-- one row per segment that may become a persona and variant of its customers' journeys, the 1,000 most travelled
-- key: segment_id, variant_id
-- kind: scaffold
with journeys as (
    select
        members.segment_id,
        journeys.variant_id,
        count(*) as journey_count,
        count(*) filter (journeys.status = 'converted') as converted_count,
        count(distinct journeys.customer_id) as customer_count,
        min(journeys.journey_id) as first_journey_id,
    from core.journeys as journeys
    inner join analysis.segment_members as members using (customer_id)
    semi join analysis.persona_segments as segments on members.segment_id = segments.segment_id
    group by all
),

counted as (
    select
        *,
        sum(journey_count) over (partition by segment_id)::bigint as segment_journey_count,
    from journeys
    qualify row_number() over (partition by segment_id order by journey_count desc, variant_id) <= 1000
)

select
    counted.* exclude (first_journey_id),
    list(steps.touchpoint order by steps.step_index) as touchpoints,
from counted
inner join core.journey_steps as steps on counted.first_journey_id = steps.journey_id
group by all
