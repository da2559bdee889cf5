"""What a full build is asked for by: every module that can change a table which a delta keeps."""

from __future__ import annotations

import ast
from pathlib import Path

import journeymine
from journeymine.steps.models import CODE

PACKAGE = Path(journeymine.__file__).parent
HASHED_BY_VALUE = ("settings", "configuration", "errors")
"""What is read from settings is hashed itself; errors make no table."""
READ_BY_NO_KEPT_TABLE = ("improve/seeds", "journeymap/seeds", "moments/seeds", "steps/publish")
"""Seeds of analyses, which are made anew every night, and the name of the file."""


def test_whatever_tables_are_made_with_is_hashed_or_hashed_by_its_values() -> None:
    known = (*(name.removesuffix(".py") for name in CODE), *HASHED_BY_VALUE, *READ_BY_NO_KEPT_TABLE)
    unknown = {
        (imported, str(file.relative_to(PACKAGE)))
        for file in _list_files()
        for imported in _list_imports(file)
        if not any(imported == name or imported.startswith(f"{name}/") for name in known)
        and imported != "overlay"  # of which identity.py alone is used
    }
    assert unknown == set()


def test_seeds_of_analyses_are_read_by_no_table_that_is_kept() -> None:
    sql = Path(__file__).parents[3] / "sql"
    for name in ("seed.attribution", "seed.key_moments", "seed.improvements", "seed.scenarios"):
        readers = [file for file in sql.rglob("*.sql") if name in file.read_text(encoding="utf-8")]
        assert readers
        assert not [file.name for file in readers if "-- scope:" in file.read_text(encoding="utf-8")]


def _list_files() -> list[Path]:
    places = [PACKAGE / name for name in CODE]
    return [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]


def _list_imports(file: Path) -> set[str]:
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    found = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.removeprefix("journeymine.").replace(".", "/") for name in found if name.startswith("journeymine.")}
