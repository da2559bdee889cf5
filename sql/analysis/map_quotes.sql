-- one row per map, stage and text quoted: those in which customers felt best and worst
-- key: persona_id, scenario, stage, text_id
-- kind: scaffold
-- Redacted texts as customers wrote them, one a customer and stage; of a long one the beginning, cut at a word.
with texts as (
    select
        feelings.customer_id,
        feelings.stage,
        feelings.touchpoint,
        feelings.text_id,
        feelings.valence,
        feelings.valence_source,
        case
            when length(texts.text) <= 240 then texts.text
            else regexp_extract(left(texts.text, 240), '^(?s:(.*))\s', 1)
        end as quote,
    from analysis.feelings as feelings
    inner join core.texts as texts using (text_id)
    where length(texts.text) >= 25 and feelings.valence <> 0
    qualify row_number() over (
        partition by feelings.customer_id, feelings.stage
        order by abs(feelings.valence) desc, feelings.text_id
    ) = 1
),

placed as (
    select
        groups.persona_id,
        groups.scenario,
        texts.* exclude (customer_id),
        count(*) over (partition by groups.persona_id, groups.scenario, texts.stage) as customer_count,
        row_number() over (
            partition by groups.persona_id, groups.scenario, texts.stage, texts.valence > 0
            order by abs(texts.valence) desc, texts.text_id
        ) as quote_rank,
    from texts
    inner join analysis.map_members as members using (customer_id)
    inner join analysis.map_groups as groups using (map_group)
)

select *
from placed
where quote_rank <= 2
