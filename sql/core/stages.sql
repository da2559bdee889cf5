-- one row per stage
-- key: stage_code
-- Stages of no place in the project's order, such as 'unmapped', come last.
select distinct
    stage_code,
    stage,
    stage_rank,
    coalesce(stage_rank, (select count(*) + 1 from seed.stages))::integer as display_rank,
from core.touchpoint_names
