-- Where do customers rate low, and do they leave there? Mean ratings of touchpoints that were asked about.
select
    scores.touchpoint,
    scores.rating_scale,
    count(*) as answer_count,
    avg(scores.rating) as mean_rating,
    any_value(metrics.drop_off_share) as drop_off_share,
    any_value(metrics.journey_count) as journey_count,
from core.scores as scores
inner join marts.touchpoint_metrics as metrics using (touchpoint)
group by scores.touchpoint, scores.rating_scale
order by answer_count desc, touchpoint, rating_scale
