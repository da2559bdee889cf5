"""What the product's warehouse says of a log, in the words of the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from journeymine.warehouse.connection import Connection
from tests.oracle.logs import SILENT_DAYS, Log

STEPS = 6
Cells = dict[tuple[Any, str], float]

_CONVERSION = """
with starts as (
    select journey_id, min(step_index) as start_index
    from core.journey_steps
    where touchpoint = ?
    group by journey_id
),

ends as (
    select starts.journey_id, min(steps.step_index) as end_index
    from starts
    inner join core.journey_steps as steps
        on starts.journey_id = steps.journey_id and starts.start_index < steps.step_index
    where steps.touchpoint = ?
    group by starts.journey_id
)

select
    count(*),
    count(*) filter (ended.occurred_at <= started.occurred_at + to_minutes(?)),
from starts
inner join core.journey_steps as started
    on starts.journey_id = started.journey_id and starts.start_index = started.step_index
left join ends on starts.journey_id = ends.journey_id
left join core.journey_steps as ended on ends.journey_id = ended.journey_id and ends.end_index = ended.step_index
"""


@dataclass(frozen=True)
class Ours:
    """The product's figures of one log."""

    transitions: Cells
    variants: dict[tuple[str, ...], int]
    steps: Cells
    around: Cells
    funnel: list[int]
    conversion: list[int]
    lost: list[str]
    lost_count: int
    event_count: int
    rejected_count: int


def ask(connection: Connection, sql: str, values: Sequence[Any] = ()) -> list[Any]:
    return connection.execute(sql, list(values)).fetchall()


def read_ours(connection: Connection, log: Log) -> Ours:
    """Read every figure."""
    pairs = ask(connection, "select from_touchpoint, to_touchpoint, transition_count from marts.transitions")
    ends = ask(connection, "select touchpoint, started_count, ended_count from marts.journey_ends")
    transitions = {(a, b): float(n) for a, b, n in pairs}
    transitions |= {("path_start", name): float(n) for name, n, _ in ends if n}
    transitions |= {(name, "path_end"): float(n) for name, _, n in ends if n}
    (journeys,) = ask(connection, "select count(*) from core.journeys")[0]
    counted = ask(
        connection,
        "select step_index, touchpoint, count(*) from core.journey_steps where step_index <= ? group by all",
        [STEPS],
    )
    around = ask(
        connection,
        "select step_offset, coalesce(touchpoint, case when step_offset < 0 then 'path_start' else 'path_end' end), "
        "sum(journey_share) from step_matrix(?, steps_back := ?, steps_ahead := ?) group by all",
        [log.anchor, STEPS, STEPS],
    )
    silent = "select count(*) from core.journey_steps where seconds_to_next > ?"
    lost = ask(connection, "select churned_at - to_days(?) from core.churn where is_churned", [SILENT_DAYS])
    variants = ask(connection, "select touchpoints, journey_count from marts.variants")
    funnel = ask(connection, "select journey_count from funnel(?) order by step_index", [list(log.funnel)])
    return Ours(
        transitions=transitions,
        variants={tuple(path): n for path, n in variants},
        steps={(step, name): n / journeys for step, name, n in counted},
        around={(offset, name): share for offset, name, share in around},
        funnel=[n for (n,) in funnel],
        conversion=list(ask(connection, _CONVERSION, [*log.funnel[:2], log.within_minutes])[0]),
        lost=sorted(str(at) for (at,) in lost),
        lost_count=len(lost) + ask(connection, silent, [SILENT_DAYS * 86400])[0][0],
        event_count=ask(connection, "select count(*) from core.journey_steps")[0][0],
        rejected_count=ask(connection, "select coalesce(sum(rejected_count), 0) from marts.source_health")[0][0],
    )
