-- Which events are of a kind that no landed file describes, so that no touchpoint could be found for them?
-- on rows: stop
select events.event_key
from core.event_rows as events
anti join core.event_kinds as kinds using (event_kind_id)
