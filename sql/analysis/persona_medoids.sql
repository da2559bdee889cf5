-- one row per segment that may become a persona: the real customer who lies nearest to its middle
-- key: segment_id
-- Nearest to the means of the ten features that set the segment apart most, in standard deviations of all customers; an
-- unknown value counts as the mean. That is the medoid by squared distances. Only a pseudonym of the customer is kept.
with scales as (
    select
        feature,
        avg(value) as mean,
        nullif(stddev_pop(value), 0) as deviation,
    from analysis.persona_values
    group by feature
),

distances as (
    select
        members.segment_id,
        members.customer_id,
        sum(coalesce(((points.value - profiles.segment_mean) / scales.deviation) ** 2, 0)) as distance,
    from analysis.segment_members as members
    semi join analysis.persona_segments using (segment_id)
    inner join analysis.segment_profiles as profiles using (segment_id)
    inner join scales using (feature)
    left join analysis.persona_values as points
        on members.customer_id = points.customer_id and profiles.feature = points.feature
    where profiles.feature_rank <= 10
    group by all
)

select
    segment_id,
    left(md5(segment_id || ':' || arg_min(customer_id, (round(distance, 9), customer_id))), 8) as medoid_pseudonym,
from distances
group by segment_id
