"""`journeymine status` speaks in the units people use."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journeymine.cli.status import _LABELS, _tell_personas, _tell_segments, _write_age, _write_metric
from journeymine.warehouse.sqlfiles import sql_folder


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("median_seconds_to_goal", 954_200.0, "11 days"),
        ("median_seconds_to_goal", None, "–"),
        ("customer_count", 2033.0, "2,033"),
        ("converted_share", 0.1721, "17.2%"),
        ("unidentified_share", 0.003226, "0.32%"),
    ],
)
def test_metric_is_written_in_the_unit_of_its_name(metric, value, text):
    assert _write_metric(metric, value) == text


def test_every_headline_metric_has_words():
    sql = (sql_folder() / "report" / "headline_metrics.sql").read_text()
    assert [metric for metric in _LABELS if f"'{metric}'" not in sql] == []
    assert sql.count("union all") == len(_LABELS) - 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(5, "less than a minute"), (60, "1 minute"), (7200, "2 hours"), (48 * 3600, "2 days")],
)
def test_age_is_told_in_whole_units(seconds, text):
    assert _write_age(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(("verdict", "told"), [("segments", "4"), ("continuum", "continuum"), ("none", "none")])
def test_segments_are_counted_only_where_there_are_some_and_the_reason_is_told(verdict, told):
    row = {"verdict": verdict, "segment_count": 4, "verdict_reason": "so it is"}
    assert _tell_segments(row) == f"{told}: so it is"


@pytest.mark.parametrize(("count", "told"), [(2, "2"), (0, "none")])
def test_personas_are_counted_or_refused_with_the_reason(count, told):
    assert _tell_personas({"persona_count": count, "refusal_reason": "so it is"}) == f"{told}: so it is"
