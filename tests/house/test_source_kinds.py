"""The page of source kinds says what the mappings do, and every kind has rows of its vendor's shape to prove it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeymine.ingest.mapping import KEY_FIELDS, LEFT_OUT, Mapping, Output, list_kinds, read_mapping
from tests.house.tree import find_files, read_text

PAGE = Path("docs/sources.md")
ROW = re.compile(r"^\| `(\w+)` \| (.*) \| (.*) \| (.*) \| (.*) \|$", flags=re.MULTILINE)
ROWS = {kind: cells for kind, *cells in ROW.findall(read_text(PAGE))}
NAMES = {kind: name for name, kind in KEY_FIELDS.items()}
EVENT_CONTRACTS = ("events", "feedback")


def find_outputs(mapping: Mapping) -> list[Output]:
    """Find everything that a kind's tables yield."""
    return [output for table in mapping.tables for output in table.outputs]


def find_event_names(output: Output) -> set[str]:
    """Find the event names, or their beginnings, that an output's mapping spells out."""
    expression = re.sub(r"in \([^)]*\)", "", output.fields.get("event_name", ""))
    return set(re.findall(r"(?:^|then |else |, )'([a-z_]+)'", expression))


def test_every_kind_has_a_row_and_every_row_a_kind() -> None:
    assert set(ROWS) == set(list_kinds())


@pytest.mark.parametrize("kind", list_kinds())
def test_row_names_the_tables_that_are_read(kind: str) -> None:
    mapping = read_mapping(kind)
    said = set(re.findall(r"`(\w+)`", ROWS[kind][1]))
    tables = {table.name for table in mapping.tables if table.name != LEFT_OUT}
    assert said == (tables if mapping.is_folder else set())


@pytest.mark.parametrize("kind", list_kinds())
def test_row_names_the_keys(kind: str) -> None:
    keys = {NAMES[key] for output in find_outputs(read_mapping(kind)) for key in output.keys}
    said = ROWS[kind][2]
    assert (set(KEY_FIELDS) if said == "all" else set(re.findall(r"`(\w+)`", said))) == keys


@pytest.mark.parametrize("kind", list_kinds())
def test_row_names_the_events(kind: str) -> None:
    outputs = [output for output in find_outputs(read_mapping(kind)) if output.contract in EVENT_CONTRACTS]
    names = {name for output in outputs for name in find_event_names(output)}
    said = re.findall(r"`(\w+)`", ROWS[kind][3])
    assert {name for name in names if not any(word.startswith(name) for word in said)} == set()
    assert bool(outputs) == (ROWS[kind][3] != "none")


@pytest.mark.parametrize("kind", list_kinds())
def test_links_are_told(kind: str) -> None:
    has_links = any(output.contract == "links" for output in find_outputs(read_mapping(kind)))
    assert has_links == ("link" in ROWS[kind][2])


@pytest.mark.parametrize("kind", list_kinds())
def test_every_kind_is_landed_by_a_test(kind: str) -> None:
    tests = [read_text(path) for path in find_files("tests/unit/ingest/*.py")]
    assert any(re.search(rf"(kind=|kind\": |, )\"{kind}\"|\"{kind}\":", text) for text in tests)


@pytest.mark.parametrize("kind", [kind for kind in list_kinds() if read_mapping(kind).is_folder])
def test_files_that_yield_nothing_name_a_reason(kind: str) -> None:
    left_out = [table for table in read_mapping(kind).tables if table.name == LEFT_OUT]
    assert left_out
    assert all(len(reason) > 10 for table in left_out for reason in table.skip)
