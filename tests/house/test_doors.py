"""Each heavy library has one door; everything else takes frames and returns frames."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import find_files, read_text

PACKAGE = Path("src/journeymine")
DOORS = {
    "duckdb": PACKAGE / "warehouse",
    "pm4py": PACKAGE / "mining",
    "r4pm": PACKAGE / "mining",
    "plotly": PACKAGE / "charts",
    "prefect": Path("pipelines"),
    "splink": PACKAGE / "identity",
}
FRAMES_ONLY = ("site", "charts", "mining", "journeys", "touchpoints", "identity", "statistics")
HANDED_A_DATABASE = (PACKAGE / "identity" / "probabilistic.py",)
"""Splink works in a database; the warehouse hands it an empty one."""


def find_imports(path: Path) -> set[str]:
    """Find the dotted names that a Python file imports, lazily or at its head."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(read_text(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize(("library", "room"), DOORS.items())
def test_a_library_is_imported_only_through_its_door(library: str, room: Path) -> None:
    importers = [
        path
        for path in find_files("src/*.py", "pipelines/*.py")
        if any(name == library or name.startswith(f"{library}.") for name in find_imports(path))
    ]
    assert [str(path) for path in importers if not path.is_relative_to(room)] == []


def test_pm4py_and_r4pm_are_called_in_the_process_that_can_be_ended_alone() -> None:
    """mining/worker.py, which `bounded.Miner` asks within limits, is the only way to the modules that call them."""
    mining = PACKAGE / "mining"
    callers = {"pm4py": [mining / "miner.py", mining / "reductions.py"], "r4pm": [mining / "aligning.py"]}
    imports = {path: find_imports(path) for path in find_files("src/*.py")}
    for library, expected in callers.items():
        assert [path for path, names in imports.items() if library in {n.partition(".")[0] for n in names}] == expected
    for module, asking in (("miner", mining / "worker.py"), ("reductions", mining / "miner.py")):
        assert [path for path, names in imports.items() if f"journeymine.mining.{module}" in names] == [asking]
    aligning = [path for path in find_files("src/*.py") if "align_traces" in read_text(path)]
    assert aligning == [*callers["r4pm"], mining / "worker.py"]


@pytest.mark.parametrize("room", FRAMES_ONLY)
def test_a_room_of_frames_holds_no_connection(room: str) -> None:
    reaching = [
        str(path)
        for path in find_files(f"{PACKAGE / room}/*.py")
        if any(name.startswith("journeymine.warehouse") for name in find_imports(path))
        and path not in HANDED_A_DATABASE
    ]
    assert reaching == []


def test_pipelines_bind_steps_and_hold_no_logic() -> None:
    allowed = ("journeymine.steps", "journeymine.settings", "journeymine.errors", "journeymine.privacy.keyfile")
    named = {name for path in find_files("pipelines/*.py") for name in find_imports(path)}
    assert {name for name in named if name.split(".")[0] in {"polars", "numpy", "pandas", "jinja2"}} == set()
    assert {name for name in named if name.startswith("journeymine.") and not name.startswith(allowed)} == set()


def test_the_package_never_imports_the_pipelines() -> None:
    importers = [
        str(path) for path in find_files("src/*.py") if "pipelines" in {n.split(".")[0] for n in find_imports(path)}
    ]
    assert importers == []


def test_asking_for_help_loads_no_heavy_library() -> None:
    heavy = ["pm4py", "sklearn", "prefect", "pandas", "plotly"]
    code = f"import sys, journeymine.cli; print([name for name in {heavy} if name in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert printed.strip() == "[]"
