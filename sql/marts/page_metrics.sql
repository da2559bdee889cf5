-- one row per page
-- key: page_path
-- Views are visits of a page: events on it one after another count once. Contacts and questions are those of customers
-- who came to the page last before them. Friction is of the kinds [friction].index names.
with pages as (
    select
        page_code,
        min(page_path) as page_path,
    from core.kind_roles
    where page_code is not null
    group by page_code
),

friction as (
    select
        page_code,
        count(kinds.word) as friction_count,
        count(distinct customer_id) filter (kinds.word is not null) as friction_customer_count,
        count(*) filter (friction_kind = 'rage_click') as rage_click_count,
        count(*) filter (friction_kind = 'dead_click') as dead_click_count,
        count(*) filter (friction_kind = 'quick_back') as quick_back_count,
    from core.friction as friction
    left join seed.friction_words as kinds on friction.friction_kind = kinds.word and kinds.role = 'index_kind'
    where page_code is not null
    group by page_code
)

select
    pages.page_path,
    counts.view_count,
    counts.customer_count,
    coalesce(friction.friction_count, 0) as friction_count,
    coalesce(friction.friction_customer_count, 0) as friction_customer_count,
    coalesce(friction.rage_click_count, 0) as rage_click_count,
    coalesce(friction.dead_click_count, 0) as dead_click_count,
    coalesce(friction.quick_back_count, 0) as quick_back_count,
    counts.question_soon_count,
    counts.question_soon_customer_count,
    counts.contact_soon_count,
    counts.contact_soon_customer_count,
    counts.form_start_count,
    counts.form_start_customer_count,
    counts.form_abandon_count,
    counts.form_abandon_count / nullif(counts.form_start_count, 0) as form_abandon_share,
    counts.error_count,
    counts.error_customer_count,
from core.page_counts as counts
inner join pages using (page_code)
left join friction using (page_code)
