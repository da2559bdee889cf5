-- all landed rows of every record of which one row is of those key sets: only all of them tell which is the newest
select people.*
from night.raw.people as people
semi join (
    select records.record_id_hash
    from night.raw.people as records
    semi join work.key_sets as kin using (key_set_id)
) as kin using (record_id_hash)
