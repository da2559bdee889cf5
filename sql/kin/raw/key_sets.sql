-- the landed rows of those key sets
select key_sets.*
from night.raw.key_sets as key_sets
semi join work.key_sets as kin using (key_set_id)
