-- one row per segment that may become a persona, stage, and rounded valence of customers
-- key: segment_id, member, valence
-- kind: scaffold
select *
from analysis.segment_felt_counts
semi join analysis.persona_segments using (segment_id)
where dimension = 'stage'
