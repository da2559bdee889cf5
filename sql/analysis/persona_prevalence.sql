-- one row per persona: how many of its customers have all its headline attributes at once
-- key: persona_id
-- A feature counts as had where it lies beyond the mean of the rest; who is not known in an attribute does not have it.
with wanted as (
    select *, count(*) over (partition by persona_id) as attribute_count
    from analysis.persona_attributes
),

held as (
    select wanted.persona_id, wanted.attribute_index, points.customer_id
    from wanted
    inner join analysis.persona_values as points using (feature)
    where case when wanted.is_more then points.value > wanted.threshold else points.value < wanted.threshold end
    union all
    select wanted.persona_id, wanted.attribute_index, traits.customer_id
    from wanted
    inner join analysis.persona_traits as traits using (trait_kind, trait)
    where wanted.feature is null
),

held_by as (
    select
        wanted.persona_id,
        held.customer_id,
    from held
    inner join wanted on held.persona_id = wanted.persona_id and held.attribute_index = wanted.attribute_index
    inner join analysis.segment_members as members
        on held.customer_id = members.customer_id and wanted.segment_id = members.segment_id
    group by wanted.persona_id, held.customer_id
    having count(*) = any_value(wanted.attribute_count)
)

select
    wanted.persona_id,
    any_value(wanted.attribute_count) as attribute_count,
    any_value(segments.customer_count) as customer_count,
    count(distinct held_by.customer_id) as joint_customer_count,
from wanted
inner join analysis.persona_segments as segments using (segment_id)
left join held_by using (persona_id)
group by wanted.persona_id
