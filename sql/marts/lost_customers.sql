-- one row per way in which customers are lost, as [churn] of the settings defines it; null for those who are not
-- key: churn_reason
-- nullable: churn_reason
-- Of customers whom it can concern; nobody where the settings define no churn.
select
    churn_reason,
    count(*) as customer_count,
from core.churn
where is_churned is not null
group by churn_reason
