-- one row per topic and week (from Monday, UTC) in which texts were written, also where none was about the topic
-- key: topic_id, week_date
with weeks as (
    select
        date_trunc('week', texts.occurred_at)::date as week_date,
        count(*) as read_count,
    from analysis.texts_to_read as texts
    inner join analysis.text_scores as scores using (text_id)
    inner join analysis.topic_languages as languages on scores.language = languages.language
    group by all
),

counts as (
    select
        topics.topic_id,
        date_trunc('week', texts.occurred_at)::date as week_date,
        count(*) as text_count,
        count(distinct texts.customer_id) as customer_count,
    from analysis.text_topics as topics
    inner join analysis.texts_to_read as texts using (text_id)
    group by all
)

select
    topics.topic_id,
    weeks.week_date,
    coalesce(counts.text_count, 0) as text_count,
    coalesce(counts.customer_count, 0) as customer_count,
    weeks.read_count,
    coalesce(counts.text_count, 0) / weeks.read_count as topic_share,
from analysis.topics as topics
cross join weeks
left join counts on topics.topic_id = counts.topic_id and weeks.week_date = counts.week_date
