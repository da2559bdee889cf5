"""Our counts are those of Retentioneering and of pm4py's functions that read every event, log by log."""

from __future__ import annotations

import pandas as pd
import pm4py
import pytest

from tests.oracle.conftest import LOG_NAMES
from tests.oracle.ours import STEPS

pytestmark = [pytest.mark.oracle, pytest.mark.timeout(1800), pytest.mark.filterwarnings("ignore")]


@pytest.fixture(params=LOG_NAMES)
def name(request) -> str:
    return request.param


def test_peer_answered(name, theirs) -> None:
    assert "error" not in theirs[name]


def test_transitions_begins_and_ends_are_theirs(name, ours, theirs) -> None:
    assert ours[name].transitions == {(a, b): n for a, b, n in theirs[name]["transitions"]}


def test_steps_have_their_shares(name, ours, theirs) -> None:
    shares = {(int(step), event): share for event, step, share in theirs[name]["steps"]}
    inner = {cell: share for cell, share in shares.items() if 1 <= cell[0] <= STEPS and not cell[1].startswith("path_")}
    assert ours[name].steps == pytest.approx(inner, abs=1e-12)


def test_steps_around_an_anchor_have_their_shares(name, ours, theirs) -> None:
    (cells,) = theirs[name]["around"]
    shares = {(int(step), event): share for event, step, share in cells}
    offsets = {step for step, _ in shares}
    kept = {cell: share for cell, share in ours[name].around.items() if cell[0] in offsets}
    assert kept == pytest.approx(shares, abs=1e-12)
    assert min(offsets) < 0 < max(offsets)


def test_funnel_is_theirs(name, ours, theirs) -> None:
    assert ours[name].funnel == theirs[name]["funnel"]


def test_conversion_within_half_an_hour_is_theirs(name, ours, theirs) -> None:
    assert ours[name].conversion == theirs[name]["conversion"]


def test_customers_lost_are_theirs(name, ours, theirs) -> None:
    assert ours[name].lost == theirs[name]["lost"]


def test_long_silences_are_theirs(name, ours, theirs) -> None:
    assert ours[name].lost_count == theirs[name]["lost_count"]


def test_pm4py_counts_the_same_from_every_event(name, ours, logs) -> None:
    named = [row for row in logs[name].read() if row[1] is not None]
    log = pd.DataFrame(named, columns=["case:concept:name", "concept:name", "time:timestamp"])
    log["time:timestamp"] = pd.to_datetime(log["time:timestamp"], utc=True)
    log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    transitions, starts, ends = pm4py.discover_dfg(log)
    expected = dict(transitions) | {("path_start", a): n for a, n in starts.items()}
    assert ours[name].transitions == expected | {(a, "path_end"): n for a, n in ends.items()}
    assert ours[name].variants == pm4py.get_variants(log)


def test_logs_have_what_is_hard(logs, ours) -> None:
    drawn = [log for name, log in logs.items() if name != "ecom"]
    assert len(drawn) == 50
    for log in drawn:
        rows = log.read()
        assert any(event is None for _, event, _ in rows)
        assert len({(user, at) for user, _, at in rows}) < len(rows)
        assert any(len(path) == 1 for path in log.read_paths().values())
        assert ours[log.name].rejected_count == sum(event is None for _, event, _ in rows)
