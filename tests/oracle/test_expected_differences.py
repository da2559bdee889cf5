"""Where Retentioneering says something else, and why: each difference is one of its faults, shown to be just that.

A fault that is mended there makes its test here fail, and the difference can go.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.logs import Log, count_beside_nulls, open_warehouse
from tests.oracle.ours import read_ours

pytestmark = [pytest.mark.oracle, pytest.mark.timeout(1800), pytest.mark.filterwarnings("ignore")]

FAULTS = {
    "null event": "a nameless event takes the transitions of its neighbours with it; we reject the row and count it",
    "ties": "events of one moment stand in the order of the rows; ours in that of a sequence number where there is one",
    "segment": "events of other segments are dropped and what is left is glued together; our slices are whole journeys",
    "path_start": "an event of that name is taken for the beginning of a path; for us it is an event",
    "index": "a column of that name is taken for the order of events; for us it is a column",
}


@dataclass(frozen=True)
class Case:
    """A small log and what both make of it."""

    ours: dict[tuple[Any, str], float]
    theirs: dict[tuple[Any, str], float]


def write(file: Path, header: str, *rows: str) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([line.split("|") for line in (header, *rows)])
    return file


@pytest.fixture
def compare(peer, tmp_path):
    """Let both count the transitions of a file."""

    def counted(file: Path, fields: dict[str, str] | None = None, **question: Any) -> Case:
        answer = peer.ask(tmp_path, {"log": {"file": file, **question}})["log"]
        log = Log("small", file, "A", ("A", "B"), 30)
        with open_warehouse(log, tmp_path / f"warehouse of {file.name}", **fields or {}) as connection:
            ours = read_ours(connection, log).transitions
        assert "error" not in answer, answer
        return Case(ours, {(a, b): n for a, b, n in answer["transitions"]})

    return counted


def test_null_event_takes_its_neighbours_transitions_along(peer, logs, ours, tmp_path) -> None:
    drawn = {name: log for name, log in logs.items() if name != "ecom"}
    answers = peer.ask(tmp_path, {name: {"file": log.file} for name, log in drawn.items()})
    different = 0
    for name, log in drawn.items():
        theirs = {(a, b): n for a, b, n in answers[name]["transitions"]}
        kept = count_beside_nulls(log.read_paths(with_nulls=True))
        assert theirs == {pair: float(count) for pair, count in kept.items()}, FAULTS["null event"]
        different += theirs != ours[name].transitions
    assert different > 40


def test_order_of_rows_decides_ties(peer, logs, tmp_path) -> None:
    file = logs["ecom"].file
    asked = {f"order {seed}": {"file": file, "shuffled": seed} for seed in range(3)}
    answers = peer.ask(tmp_path, asked)
    counted = {tuple(sorted(map(tuple, answer["transitions"]))) for answer in answers.values()}
    assert len(counted) == 3, FAULTS["ties"]


def test_sequence_number_decides_ties_for_us(compare, tmp_path) -> None:
    rows = [f"u|{name}|2026-01-01 10:00:00|{place}" for place, name in enumerate("ABC")]
    cases = [
        compare(
            write(tmp_path / f"{number}.csv", "user_id|event|timestamp|sequence", *some),
            {"sequence_number": "sequence"},
        )
        for number, some in enumerate((rows, rows[::-1]))
    ]
    expected = {("path_start", "A"): 1, ("A", "B"): 1, ("B", "C"): 1, ("C", "path_end"): 1}
    assert [case.ours for case in cases] == [expected, expected]
    assert cases[0].theirs == expected
    assert cases[1].theirs != expected, FAULTS["ties"]


def test_segment_of_events_glues_what_never_followed(compare, tmp_path) -> None:
    file = write(
        tmp_path / "log.csv",
        "user_id|event|timestamp|device",
        *(
            f"u|{name}|2026-01-01 10:0{place}:00|{device}"
            for place, (name, device) in enumerate(zip("ABC", "mdm", strict=True))
        ),
    )
    case = compare(file, segments=["device"], keep={"device": ["m"]})
    assert case.theirs[("A", "C")] == 1, FAULTS["segment"]
    assert ("A", "C") not in case.ours


def test_event_called_path_start_is_an_event(compare, tmp_path) -> None:
    rows = [f"u|{name}|2026-01-01 10:0{place}:00" for place, name in enumerate(("path_start", "A"))]
    case = compare(write(tmp_path / "log.csv", "user_id|event|timestamp", *rows))
    assert case.ours == {("path_start", "path_start"): 1, ("path_start", "A"): 1, ("A", "path_end"): 1}
    assert case.theirs[("path_start", "path_start")] == 1, FAULTS["path_start"]


def test_column_called_index_is_a_column(compare, tmp_path) -> None:
    rows = [f"u|{name}|2026-01-01 10:00:00|{9 - place}" for place, name in enumerate("ABC")]
    case = compare(write(tmp_path / "log.csv", "user_id|event|timestamp|index", *rows), extra=["index"])
    assert case.ours[("A", "B")] == 1
    assert case.theirs.get(("A", "B")) != 1, FAULTS["index"]


def test_every_fault_is_shown_by_a_test() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in FAULTS if f'FAULTS["{name}"]' not in text] == []
