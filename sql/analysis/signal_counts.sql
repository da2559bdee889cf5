-- one row per all, stage or touchpoint, signal and subtype that its customers said
-- key: dimension, member, signal, signal_subtype
-- Of the texts that were read; what people rejected is left out. The row of subtype 'any' counts customers of all
-- subtypes once.
with places as (
    select
        text_id,
        customer_id,
        unnest([
            {dimension: 'all', member: ''},
            {dimension: 'stage', member: stage},
            {dimension: 'touchpoint', member: touchpoint}
        ], recursive := true),
    from analysis.texts_to_read
    semi join analysis.signal_texts using (text_id)
),

writers as (
    select
        dimension,
        member,
        count(distinct customer_id) as writer_count,
        count(*) as read_count,
    from places
    group by all
),

hits as (
    select
        text_id,
        signal,
        signal_status,
        unnest(if(signal_subtype = '', [signal_subtype], [signal_subtype, 'any'])) as signal_subtype,
    from analysis.signals
    where signal_status <> 'rejected'
)

select
    places.dimension,
    places.member,
    hits.signal,
    hits.signal_subtype,
    count(*) as hit_count,
    count(*) filter (hits.signal_status = 'candidate') as candidate_count,
    count(distinct places.text_id) as text_count,
    count(distinct places.customer_id) as customer_count,
    any_value(writers.writer_count) as writer_count,
    any_value(writers.read_count) as read_count,
from hits
inner join places using (text_id)
inner join writers on places.dimension = writers.dimension and places.member = writers.member
where places.member is not null
group by places.dimension, places.member, hits.signal, hits.signal_subtype
