-- one row per plan against which any journey is held
-- key: plan
-- kind: scaffold
select
    plan,
    count(*) as journey_count,
from analysis.planned_journeys
group by plan
