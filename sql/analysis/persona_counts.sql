-- one row per segment that may become a persona, kind of trait and trait
-- key: segment_id, trait_kind, trait
-- The rest are all customers of other segments; of both sides only those who are known in the kind count. The empty
-- trait stands for the kind itself, so that it is there even where nobody has any trait of it.
with met as (
    select
        members.segment_id,
        traits.trait_kind,
        traits.trait,
        traits.customer_id,
    from analysis.persona_traits as traits
    inner join analysis.segment_members as members using (customer_id)
    where exists (from analysis.persona_segments)
),

known as (
    select segment_id, trait_kind, count(distinct customer_id) as customer_count
    from met
    group by all
),

known_totals as (
    select trait_kind, sum(customer_count)::bigint as customer_count
    from known
    group by all
),

counted as (
    select segment_id, trait_kind, trait, count(*) as customer_count
    from met
    where trait is not null
    group by all
),

totals as (
    select trait_kind, trait, sum(customer_count)::bigint as customer_count
    from counted
    group by all
    union all
    select trait_kind, '', 0
    from known_totals
)

select
    segments.segment_id,
    totals.trait_kind,
    totals.trait,
    coalesce(counted.customer_count, 0) as customer_count,
    coalesce(known.customer_count, 0) as known_customer_count,
    totals.customer_count - coalesce(counted.customer_count, 0) as rest_customer_count,
    known_totals.customer_count - coalesce(known.customer_count, 0) as rest_known_customer_count,
from analysis.persona_segments as segments
cross join totals
inner join known_totals using (trait_kind)
left join known on segments.segment_id = known.segment_id and totals.trait_kind = known.trait_kind
left join counted
    on segments.segment_id = counted.segment_id
    and totals.trait_kind = counted.trait_kind
    and totals.trait = counted.trait
