"""A refused line is kept, and tells nobody who it was about."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read

Land = Callable[..., LandedFile]
HEADER = "event_id,occurred_at,event_name,user_id,first_name,price\n"
GOOD = "1,2026-01-01,view,anna77,Anna,1.50\n"


def kept(landed: LandedFile) -> list[str]:
    return [str(text) for text in read(landed, "rejected")["line_text"]]


def test_keys_and_names_of_a_row_that_broke_a_rule_are_hidden_and_the_rest_is_shown(land_csv: Land) -> None:
    landed = land_csv(HEADER + GOOD + "2,never,view,anna77,Anna,1.50\n")
    assert kept(landed) == ["2,never,view,[hidden],[hidden],1.50"]


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("2,2026-01-01,view,anna77", "2,[hidden],[hidden],[hidden]"),  # cells lost at the end, or in the middle
        ("2026-01-01,view,anna77,Anna,1.50", "2026-01-01,view,[hidden],[hidden],[hidden]"),
        ("2,2026-01-01,view,shop,anna77,Anna,1.50", "2,2026-01-01,view,[hidden],[hidden],[hidden],1.50"),
        ('2,2026-01-01,view,"anna77,Anna,1.50', "2,[hidden],[hidden],[hidden]"),
        ("2,2026-01-01,view,anna77,An\0na,1.50", "2,2026-01-01,view,[hidden],[hidden],1.50"),
        ("anna77", "[hidden]"),
    ],
)
def test_where_cells_may_have_moved_their_neighbours_are_hidden_too(land_csv: Land, broken: str, text: str) -> None:
    (found,) = kept(land_csv(HEADER + GOOD + broken + "\n" + GOOD.replace("1,", "3,", 1)))
    assert "anna77" not in found
    assert "Anna" not in found
    assert found == text


def test_json_in_a_cell_hides_what_stands_under_personal_names(land_csv: Land) -> None:
    payload = json.dumps({"plan": "gold", "first_name": "Anna"}).replace('"', '""')
    landed = land_csv(f'occurred_at,event_name,payload\nnever,view,"{payload}"\n')
    assert kept(landed) == [f'never,view,"{payload}"'.replace("Anna", "[hidden]")]


def test_columns_the_project_maps_are_hidden_by_what_they_mean(land_csv: Land) -> None:
    content = "when,what,klient\n2026-01-01,view,anna77\nnever,view,anna77\n"
    fields = {"occurred_at": "when", "event_name": "what", "user_id": "klient"}
    assert kept(land_csv(content, fields=fields)) == ["never,view,[hidden]"]


@pytest.mark.parametrize(
    "broken",
    [
        {"occurred_at": "never", "event_name": "view", "user_id": "anna77", "user": {"name": "Anna"}},
        {"occurred_at": "never", "event_name": "view", "user_id": {"id": "anna77"}, "first_name": ["Anna"]},
        {"occurred_at": "never", "event_name": "view", "data": json.dumps({"a": json.dumps([{"name": "Anna"}])})},
    ],
)
def test_json_values_are_hidden_by_name_at_any_depth(land_csv: Land, broken: dict[str, object]) -> None:
    good = {"event_id": "1", "occurred_at": "2026-01-01", "event_name": "view", "user_id": "anna77"}
    (found,) = kept(land_csv(json.dumps(good) + "\n" + json.dumps(broken) + "\n", "events.jsonl"))
    assert "anna77" not in found
    assert "Anna" not in found
    assert '"event_name": "view"' in found


@pytest.mark.parametrize(
    "torn",
    [
        '{"event_name": "view", "user_id": "anna77',
        '{"event_name": "view, "user_id": "anna77"}',
        'me": "view", "user_id": "anna77"}',
        '["anna77"]',
        '"anna77"',
    ],
)
def test_torn_json_lines_hide_what_they_hold(land_csv: Land, torn: str) -> None:
    good = '{"event_id": "1", "occurred_at": "2026-01-01", "event_name": "view", "user_id": "anna77"}\n'
    (found,) = kept(land_csv(good + torn + "\n", "events.jsonl"))
    assert "anna77" not in found
    assert "[hidden]" in found


def test_parquet_rows_hide_their_keys(project: Project) -> None:
    rows = {"occurred_at": ["2026-01-01", "never"], "event_name": ["view", "view"], "user_id": ["anna77", "anna77"]}
    pl.DataFrame(rows).write_parquet(project.folder / "events.parquet")
    project.source(kind="events", path="events.parquet")
    assert kept(project.land_one()) == ['{"occurred_at":"never","event_name":"view","user_id":"[hidden]"}']
