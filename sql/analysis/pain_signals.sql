-- one row per signal that tells of a pain or delight, and touchpoint where customers write
-- key: pain_kind, pain_subject, touchpoint
-- kind: scaffold
-- Affected are customers who said it there, of those who wrote there; beside it stand all other touchpoints. A signal
-- with its subtypes is asked as a whole, and by each subtype. What people rejected does not count.
with said as (
    select
        if(signal_subtype = 'met', 'delight', 'pain') as pain_kind,
        touchpoint,
        customer_id,
        unnest(
            if(
                signal = 'expectation' or signal_subtype = '',
                [trim(signal || ' ' || signal_subtype)],
                [signal, signal || ' ' || signal_subtype]
            )
        ) as pain_subject,
    from analysis.signals
    where signal_status <> 'rejected' and (signal in ('fear', 'barrier') or signal_subtype in ('met', 'unmet'))
),

counts as (
    select
        pain_kind,
        pain_subject,
        touchpoint,
        count(distinct customer_id) as affected_count,
    from said
    group by pain_kind, pain_subject, touchpoint
),

subjects as (
    select distinct pain_kind, pain_subject
    from counts
),

places as (
    select
        subjects.pain_kind,
        subjects.pain_subject,
        writers.touchpoint,
        writers.stage,
        writers.came_count,
        coalesce(counts.affected_count, 0) as affected_count,
        writers.quoted,
    from subjects
    cross join analysis.pain_writers as writers
    left join counts
        on subjects.pain_kind = counts.pain_kind
        and subjects.pain_subject = counts.pain_subject
        and writers.touchpoint = counts.touchpoint
)

select
    pain_kind,
    'signal' as pain_source,
    pain_subject,
    touchpoint,
    stage,
    came_count,
    affected_count,
    'analysis.signals' as source_table,
    'select count(distinct customer_id) as affected_count from analysis.signals where signal_status <> ''rejected'' '
    || 'and touchpoint = ' || quoted || ' and starts_with(trim(signal || '' '' || signal_subtype), '''
    || pain_subject || ''')' as source_query,
from places
