-- one row per map, stage or touchpoint, signal, subtype and sentence that stands for it
-- key: persona_id, scenario, dimension, member, signal, signal_subtype, sentence_rank
-- kind: scaffold
-- Customers who said such a thing there, each once; and up to two different sentences, word for word:
-- those people confirmed first, then those of a length that can be read at a glance. What people rejected is left out.
with hits as (
    select
        text_id,
        customer_id,
        signal,
        signal_subtype,
        signal_status,
        sentence,
        unnest([
            {dimension: 'stage', member: stage},
            {dimension: 'touchpoint', member: touchpoint}
        ], recursive := true),
    from analysis.signals
    where customer_id is not null and signal_status <> 'rejected'
),

best as (
    select
        hits.*,
        members.map_group,
        (signal_status <> 'confirmed')::integer * 1000 + abs(length(sentence) - 70) as distance,
    from hits
    inner join analysis.map_members as members using (customer_id)
    where hits.member is not null
    qualify row_number() over (
        partition by hits.customer_id, dimension, member, signal, signal_subtype
        order by distance, text_id, sentence
    ) = 1
),

placed as (
    select
        groups.persona_id,
        groups.scenario,
        best.* exclude (map_group),
        count(*) over (
            partition by groups.persona_id, groups.scenario, dimension, member, signal, signal_subtype
        ) as customer_count,
    from best
    inner join analysis.map_groups as groups using (map_group)
    qualify row_number() over (
        partition by groups.persona_id, groups.scenario, dimension, member, signal, signal_subtype, sentence
        order by distance, text_id
    ) = 1
)

select
    persona_id,
    scenario,
    dimension,
    member,
    signal,
    signal_subtype,
    row_number() over (
        partition by persona_id, scenario, dimension, member, signal, signal_subtype
        order by distance, text_id, sentence
    ) as sentence_rank,
    sentence,
    text_id,
    signal_status,
    customer_count,
from placed
qualify sentence_rank <= 2
