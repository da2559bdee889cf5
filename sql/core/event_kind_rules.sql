-- one row per kind of event that a touchpoint or ignore rule matches: the first such rule
-- key: event_kind_id
-- Each condition is one bit. A value sets the bits of the conditions it meets, a kind has the bits of its values, and a
-- rule matches where all of its bits are set; so rules are tried on distinct sets of bits, not on every kind.
with blank as (
    select repeat('0', 1 + coalesce(max(condition_index), 0)::integer)::bit as bits
    from seed.touchpoint_conditions
),

field_values as (
    select distinct field, field_value
    from core.event_kind_fields
),

value_bits as (
    select
        field_values.field,
        field_values.field_value,
        bit_or(set_bit(blank.bits, conditions.condition_index, 1)) as bits,
    from field_values
    inner join seed.touchpoint_conditions as conditions using (field)
    cross join blank
    where conditions.pattern is null or field_values.field_value like conditions.pattern escape '\'
    group by field_values.field, field_values.field_value
),

kind_bits as (
    select
        kinds.event_kind_id,
        coalesce(bit_or(value_bits.bits), any_value(blank.bits)) as bits,
    from staging.event_kinds as kinds
    cross join blank
    left join core.event_kind_fields as fields using (event_kind_id)
    left join value_bits on fields.field = value_bits.field and fields.field_value = value_bits.field_value
    group by kinds.event_kind_id
),

rule_bits as (
    select
        rules.rule_index,
        coalesce(
            bit_or(set_bit(blank.bits, conditions.condition_index, 1)) filter (conditions.condition_index is not null),
            any_value(blank.bits)
        ) as bits,
    from seed.touchpoint_rules as rules
    cross join blank
    left join seed.touchpoint_conditions as conditions using (rule_index)
    group by rules.rule_index
),

matches as (
    select
        distinct_bits.bits,
        min(rule_bits.rule_index) as rule_index,
    from (select distinct bits from kind_bits) as distinct_bits
    inner join rule_bits on (distinct_bits.bits & rule_bits.bits) = rule_bits.bits
    group by distinct_bits.bits
)

select
    kind_bits.event_kind_id,
    matches.rule_index,
from kind_bits
inner join matches using (bits)
