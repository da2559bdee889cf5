-- one row per segment that may become a persona: stable, and no band of a continuum
-- key: segment_id
-- kind: view
select
    segment_id,
    customer_count,
    customer_share,
    amount_share,
    stability,
from analysis.segments
where segment_kind = 'segment' and stability in ('stable', 'highly stable')
