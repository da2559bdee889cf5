-- one row per customer and feature among the ten that set a persona's segment apart most
-- key: customer_id, feature
-- kind: scaffold
-- Features of the mix are shares of the customer's steps, as segments are made of.
with wanted as (
    select distinct feature
    from analysis.segment_profiles
    semi join analysis.persona_segments using (segment_id)
    where feature_rank <= 10
),

columns_of as (
    unpivot (
        select
            * replace (
                amount::double as amount,
                goal_amount::double as goal_amount,
                lifetime_value_amount::double as lifetime_value_amount
            )
        from marts.customer_features
        where exists (from wanted)
    )
    on columns(* exclude (customer_id))
    into name feature value value
),

steps as (
    select customer_id, step_count
    from core.customer_measures
    where step_count > 0
),

items as (
    select mix_index, facet || ': ' || item as feature
    from marts.mix_items
)

select customer_id, feature, value::double as value
from columns_of
semi join wanted using (feature)
union all
select
    steps.customer_id,
    items.feature,
    coalesce(mix.step_count, 0) / steps.step_count,
from steps
cross join (from items semi join wanted using (feature)) as items
left join marts.customer_mix as mix on steps.customer_id = mix.customer_id and items.mix_index = mix.mix_index
