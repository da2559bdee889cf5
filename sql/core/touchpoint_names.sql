-- one row per touchpoint code
-- key: touchpoint_code
-- Where several rules name one touchpoint, the first of them says its stage. A stage outside the project's order, such
-- as 'unmapped', has no rank.
with ranked as (
    select
        kinds.touchpoint_code,
        kinds.touchpoint,
        kinds.stage,
        stages.stage_rank,
        kinds.channel_kind,
        kinds.owner,
        row_number() over (
            partition by kinds.touchpoint order by kinds.rule_index nulls last, kinds.source, kinds.channel_kind
        ) as rule_rank,
    from core.event_kinds as kinds
    left join seed.stages as stages using (stage)
    where kinds.touchpoint is not null
)

select
    touchpoint_code,
    touchpoint,
    stage,
    stage_rank,
    (md5_number_upper(stage) >> 33)::integer as stage_code,
    channel_kind,
    owner,
from ranked
where rule_rank = 1
