-- one row per topic that is felt as bad, or as good, and touchpoint where customers write
-- key: pain_kind, pain_subject, touchpoint
-- kind: scaffold
-- Affected are customers who wrote about the topic there, of those who wrote there; beside it stand all other
-- touchpoints. Topics whose valence may be either, or is not known, are left out.
with topics as (
    select
        if(valence_high < 0, 'pain', 'delight') as pain_kind,
        topic_id,
        topic,
    from analysis.topics
    where valence_high < 0 or valence_low > 0
),

counts as (
    select
        text_topics.topic_id,
        texts.touchpoint,
        count(distinct texts.customer_id) as affected_count,
    from analysis.text_topics as text_topics
    inner join analysis.texts_to_read as texts using (text_id)
    group by text_topics.topic_id, texts.touchpoint
),

places as (
    select
        topics.*,
        writers.touchpoint,
        writers.stage,
        writers.came_count,
        coalesce(counts.affected_count, 0) as affected_count,
        writers.quoted,
    from topics
    cross join analysis.pain_writers as writers
    left join counts using (topic_id, touchpoint)
)

select
    pain_kind,
    'topic' as pain_source,
    topic_id as pain_subject,
    topic as subject_words,
    touchpoint,
    stage,
    came_count,
    affected_count,
    'analysis.text_topics' as source_table,
    'select count(distinct texts.customer_id) as affected_count from analysis.text_topics inner join core.texts as '
    || 'texts using (text_id) inner join core.answer_places as places using (event_key) where topic_id = '''
    || replace(topic_id, '''', '''''') || ''' and places.touchpoint = ' || quoted as source_query,
from places
