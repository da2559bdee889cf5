"""The glossary says each name once, and every landed column is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeymine.contracts.glossary import read_glossary
from journeymine.contracts.landed import LANDED_TABLES
from journeymine.errors import WarehouseError

COLUMNS = Path(__file__).resolve().parents[3] / "sql" / "columns"


def test_every_landed_column_is_described_with_its_type() -> None:
    glossary = read_glossary(COLUMNS)
    for table, columns in LANDED_TABLES.items():
        for name, kind in columns.items():
            assert glossary[name].type == kind, (table, name)


def test_column_described_twice_is_refused(tmp_path: Path) -> None:
    for layer in ("raw", "core"):
        (tmp_path / f"{layer}.toml").write_text('[x]\ntype = "BIGINT"\nmeaning = "X."\n')
    with pytest.raises(WarehouseError, match="described already in layer raw"):
        read_glossary(tmp_path)


@pytest.mark.parametrize("entry", ['type = "BIGINT"', 'type = "BIGINT"\nmeaning = "X."\nunits = "s"'])
def test_entry_needs_type_and_meaning_and_nothing_unknown(tmp_path: Path, entry: str) -> None:
    (tmp_path / "core.toml").write_text(f"[x]\n{entry}\n")
    with pytest.raises(WarehouseError, match="a column has a type, a meaning"):
        read_glossary(tmp_path)
