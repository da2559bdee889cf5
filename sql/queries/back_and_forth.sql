-- Where do customers go from a touchpoint to another and straight back, a sign that they did not find what they sought?
with triples as (
    select
        journey_id,
        touchpoint,
        next_touchpoint as via_touchpoint,
        lead(next_touchpoint) over (partition by journey_id order by step_index) as back_touchpoint,
    from core.journey_steps
)

select
    triples.touchpoint,
    triples.via_touchpoint,
    count(*) as back_and_forth_count,
    count(distinct triples.journey_id) as journey_count,
    count(*) filter (journeys.status = 'abandoned') / count(*) as abandoned_share,
from triples
inner join core.journeys as journeys using (journey_id)
where triples.touchpoint = triples.back_touchpoint and triples.touchpoint <> triples.via_touchpoint
group by triples.touchpoint, triples.via_touchpoint
order by back_and_forth_count desc, touchpoint, via_touchpoint
limit 20
