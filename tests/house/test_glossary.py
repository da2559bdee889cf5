"""One name, one meaning; every column of the warehouse is described."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from docs.write_glossary import render_glossary
from journeymine.segments.features import NUMERIC, OUTCOMES
from journeymine.warehouse.connection import open_database
from tests.house.tree import ROOT, find_files, read_text

COLUMN_FILES = find_files("sql/columns/*.toml")


def read_columns() -> list[tuple[str, dict[str, str]]]:
    """Read every described column, file after file."""
    return [entry for path in COLUMN_FILES for entry in tomllib.loads(read_text(path)).items()]


def test_a_column_is_described_once() -> None:
    counts = Counter(name for name, _ in read_columns())
    assert {name for name, count in counts.items() if count > 1} == set()


def test_a_description_has_a_type_and_a_sentence_and_nothing_unknown() -> None:
    for name, column in read_columns():
        assert set(column) - {"type", "unit", "meaning"} == set(), name
        assert column["type"], name
        assert column["meaning"].endswith((".", ")")), name


def test_names_carry_their_unit() -> None:
    types = {name: column["type"].upper() for name, column in read_columns()}
    assert {name for name in types if name.endswith("_at") and types[name] != "TIMESTAMP"} == set()
    assert {name for name in types if name.startswith(("is_", "has_")) and types[name] != "BOOLEAN"} == set()
    assert {name for name in types if name.endswith("_share") and types[name] != "DOUBLE"} == set()
    whole = [name for name in types if re.search(r"^(?!mean_|median_).*_(count|index|rank)$", name)]
    assert {name for name in whole if not re.fullmatch(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?", types[name])} == set()


def test_every_feature_of_segments_is_described_with_its_unit() -> None:
    described = dict(read_columns())
    assert {feature.column for feature in NUMERIC}.union(OUTCOMES) <= set(described)
    assert [feature.column for feature in NUMERIC if not described[feature.column].get("unit")] == []


@pytest.mark.night
def test_every_column_of_the_warehouse_is_described_and_commented(sample_warehouse: Path) -> None:
    described = {name for name, _ in read_columns()}
    with open_database(sample_warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    assert rows
    assert sorted({f"{table}.{column}" for table, column, _ in rows if column not in described}) == []
    assert sorted(f"{table}.{column}" for table, column, comment in rows if not comment) == []


def test_the_written_glossary_is_current() -> None:
    assert (ROOT / "GLOSSARY.md").read_text(encoding="utf-8") == render_glossary(), "run `make glossary`"
