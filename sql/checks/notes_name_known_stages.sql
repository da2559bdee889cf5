-- Does a note name a stage that touchpoints.toml does not have?
-- on rows: warn
select note_id, noted_stage
from core.notes
where noted_stage <> '' and stage is null
