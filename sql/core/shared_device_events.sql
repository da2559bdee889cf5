-- one row per event of a shared device on which nobody was logged in
-- key: event_key
-- It goes to the person who was logged in within the same visit of that device, if there was just one and the project
-- wants so; else to a customer made of the device alone.
with shared as (
    select
        ends.key_set_id,
        devices.node_number,
        key_sets.customer_id,
        key_sets.is_shared_device,
        key_sets.identified_by,
    from core.devices as devices
    inner join core.key_set_ends as ends on devices.node_number = ends.device_node_number
    inner join core.key_set_customers as key_sets using (key_set_id)
    where devices.is_shared
),

flagged as (
    select
        events.event_key,
        events.occurred_at,
        shared.node_number,
        shared.customer_id,
        shared.is_shared_device,
        case when shared.identified_by = 'person' then shared.customer_id end as person_customer_id,
        coalesce(
            epoch_ms(events.occurred_at) - epoch_ms(lag(events.occurred_at) over visits_of)
            >= windows.session_gap_milliseconds,
            true
        ) as is_first_of_visit,
    from core.event_rows as events
    inner join shared using (key_set_id)
    cross join seed.windows as windows
    window visits_of as (partition by shared.node_number order by events.occurred_at, events.event_key)
),

visits as (
    select
        *,
        count(*) filter (is_first_of_visit) over (
            partition by node_number
            order by occurred_at, event_key
            rows unbounded preceding
        ) as visit_index,
    from flagged
),

persons as (
    select
        node_number,
        visit_index,
        min(person_customer_id) as person_customer_id,
    from visits
    group by node_number, visit_index
    having min(person_customer_id) = max(person_customer_id)
)

select
    visits.event_key,
    case
        when rules.shared_device = 'by_login_window' then coalesce(persons.person_customer_id, visits.customer_id)
        else visits.customer_id
    end as customer_id,
from visits
left join persons using (node_number, visit_index)
cross join seed.identity_rules as rules
where visits.is_shared_device
