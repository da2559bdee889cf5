-- one row per outcome and factor met before a moment judged by it: the customers who did
-- key: outcome, factor_code
-- kind: scaffold
select
    judged.outcome,
    exposures.factor_code,
    any_value(names.factor_kind) as factor_kind,
    any_value(names.factor) as factor,
    any_value(names.factor_words) as factor_words,
    any_value(names.touchpoint) as touchpoint,
    count(distinct judged.customer_id) as customer_count,
    count(distinct judged.customer_id) filter (judged.goal_level > 0) as returning_customer_count,
from analysis.moment_judged as judged
inner join analysis.moment_exposures as exposures
    on judged.customer_id = exposures.customer_id
    and judged.journey_index = exposures.journey_index
    and judged.at_tick > exposures.first_tick
inner join analysis.moment_names as names using (factor_code)
where judged.omitted_code = 0
group by judged.outcome, exposures.factor_code
