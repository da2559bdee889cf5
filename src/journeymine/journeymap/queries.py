"""The queries behind the cells of a map: each runs as it is on the night's database and returns one row with n."""

from __future__ import annotations

from journeymine.journeymap.items import Cell
from journeymine.warehouse.statements import write_text

ON_MAP = """inner join analysis.map_customers as customers using (customer_id)
where customers.persona_id = {persona} and customers.scenario = {scenario}"""


def fill(template: str, cell: Cell, **values: str | tuple[str, ...]) -> str:
    """Fill a query's places with texts as SQL literals, several texts as a list.

    Two places are no texts: on_map keeps the map's customers, and dimension is a column.
    """
    literals = {
        name: write_text(value) if isinstance(value, str) else f"({', '.join(map(write_text, value))})"
        for name, value in values.items()
    }
    literals |= {"persona": write_text(cell.persona_id), "scenario": write_text(cell.scenario)}
    literals["stage"] = write_text(cell.stage)
    literals |= {"dimension": str(values["dimension"])} if "dimension" in values else {}
    return template.replace("{on_map}", ON_MAP).format(**literals)


STEPS = """select count(distinct steps.customer_id) as n, count(*) as step_count
from core.journey_steps as steps
{on_map}
    and steps.touchpoint = {touchpoint}"""

CHANNEL = """select count(distinct steps.customer_id) as n, count(*) as step_count
from core.journey_steps as steps
{on_map}
    and steps.stage = {stage} and steps.channel = {channel}"""

OWNER = """select count(distinct steps.customer_id) as n
from core.journey_steps as steps
inner join core.touchpoints as touchpoints using (touchpoint)
{on_map}
    and steps.stage = {stage} and touchpoints.owner = {owner}"""

GOAL = """select count(distinct steps.customer_id) as n
from core.goal_steps as goals
inner join core.journey_steps as steps
    on steps.journey_id = goals.customer_id || '-' || goals.journey_index and steps.step_index = goals.step_index
inner join analysis.map_customers as customers on steps.customer_id = customers.customer_id
where customers.persona_id = {persona} and customers.scenario = {scenario}
    and steps.stage = {stage} and goals.goal = {goal}"""

CUSTOMERS = """select count(distinct steps.customer_id) as n
from core.journey_steps as steps
{on_map}
    and steps.stage = {stage}"""

STAY = """select count(*) as n, median(stay_seconds) as median_seconds
from (
    select steps.customer_id, sum(steps.seconds_to_next) as stay_seconds
    from core.journey_steps as steps
    {on_map}
        and steps.stage = {stage}
    group by steps.customer_id
)
where stay_seconds is not null"""

_GOING_ON = """with steps as (
    select steps.customer_id, steps.occurred_at, stages.stage_rank
    from core.journey_steps as steps
    inner join core.stages as stages using (stage)
    {on_map}
),

arrivals as (
    select customer_id, min(occurred_at) as first_at
    from steps
    where stage_rank = (select stage_rank from core.stages where stage = {stage})
    group by customer_id
),

later as (
    select arrivals.customer_id, arrivals.first_at, min(steps.occurred_at) as next_at
    from arrivals
    left join steps
        on arrivals.customer_id = steps.customer_id
        and steps.occurred_at >= arrivals.first_at
        and steps.stage_rank > (select stage_rank from core.stages where stage = {stage})
    group by arrivals.customer_id, arrivals.first_at
)

"""
CONTINUED = (
    _GOING_ON
    + """select count(*) as n, count(next_at) as continued_count
from later"""
)
NEXT = (
    _GOING_ON
    + """select count(next_at) as n, median(epoch_ms(next_at) - epoch_ms(first_at)) / 1000 as median_seconds
from later"""
)

COST = """select
    count(distinct steps.customer_id) as n,
    count(*) as contact_count,
    sum(costs.contact_cost_amount) as total_cost_amount
from core.journey_steps as steps
inner join marts.contact_costs as costs using (touchpoint)
{on_map}
    and steps.stage = {stage}"""

RATING = """select count(distinct scores.customer_id) as n, count(*) as answer_count, avg(scores.rating) as mean_rating
from core.scores as scores
{on_map}
    and scores.stage = {stage} and scores.rating_scale = {scale} and scores.solicitation = {solicitation}"""

FEELING = """select count(distinct feelings.customer_id) as n, count(*) as answer_count
from analysis.feelings as feelings
{on_map}
    and feelings.stage = {stage}"""

FEELING_AT = """select count(distinct feelings.customer_id) as n, count(*) as answer_count
from analysis.feelings as feelings
{on_map}
    and feelings.touchpoint = {touchpoint}"""

QUOTE = """select
    count(distinct feelings.customer_id) as n,
    max(texts.text) filter (feelings.text_id = {text_id}) as text,
    max(texts.record_id) filter (feelings.text_id = {text_id}) as record_id
from analysis.feelings as feelings
inner join core.texts as texts using (text_id)
inner join analysis.map_customers as customers on feelings.customer_id = customers.customer_id
where customers.persona_id = {persona} and customers.scenario = {scenario}
    and feelings.stage = {stage} and feelings.valence <> 0 and length(texts.text) >= 25"""

MOMENT = """select met_customer_count as n, odds_ratio, odds_ratio_low, odds_ratio_high, effect_q_value, effect_note
from analysis.key_moments
where outcome = {outcome} and touchpoint = {touchpoint}"""

_MOVES = """from analysis.conformance as journeys
inner join analysis.variant_moves as moves
    on journeys.plan = moves.plan and journeys.variant_id = moves.variant_id
    and moves.is_finished = (journeys.status = 'converted')
inner join analysis.map_customers as customers on journeys.customer_id = customers.customer_id
where customers.persona_id = {persona} and customers.scenario = {scenario}
    and moves.plan = {plan} and moves.move_kind = {kind}"""

PLAN_STEP = f"""select count(distinct journeys.customer_id) as n, count(distinct journeys.journey_id) as journey_count
{_MOVES} and moves.planned_step = {{step}}"""

DEVIATION = f"""select count(distinct journeys.customer_id) as n, count(distinct journeys.journey_id) as journey_count
{_MOVES} and moves.touchpoint = {{touchpoint}}"""

SIGNAL = """select
    count(distinct signals.customer_id) as n,
    max(signals.sentence) filter (signals.text_id = {text_id} and signals.sentence = {sentence}) as sentence
from analysis.signals as signals
{on_map}
    and signals.{dimension} = {member} and signals.signal_status <> 'rejected'
    and signals.signal = {signal} and signals.signal_subtype = {subtype}"""

PAIN = """select
    customer_count as n, pain_rank, severity, severity_low, severity_high,
    value_amount, value_amount_low, value_amount_high, source_table, source_query
from analysis.pain_points
where pain_id = {pain_id}"""

PAIN_OF_MAP = """select count(*) as n
from analysis.pain_customers as affected
{on_map}
    and affected.pain_id = {pain_id}"""

MODELLED = """select customer_count as n, valence, valence_low, valence_high, point_source
from analysis.emotion_points
where dimension = 'stage' and member = {stage}"""

FRICTION = """select count(distinct friction.customer_id) as n, count(*) as friction_count
from core.friction as friction
inner join core.touchpoints as touchpoints using (touchpoint_code)
inner join analysis.map_customers as customers on friction.customer_id = customers.customer_id
where customers.persona_id = {persona} and customers.scenario = {scenario}
    and touchpoints.stage = {stage} and friction.friction_kind in {kinds}"""

TOPIC = """select count(distinct texts.customer_id) as n, count(*) as text_count
from analysis.text_topics as text_topics
inner join core.texts as texts using (text_id)
inner join core.answer_places as places using (event_key)
inner join analysis.map_customers as customers on texts.customer_id = customers.customer_id
where customers.persona_id = {persona} and customers.scenario = {scenario}
    and places.stage = {stage} and text_topics.topic_id = {topic_id}"""
