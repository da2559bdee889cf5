"""Compressed files: Zstandard needs its program, and says so when it is not there."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from .conftest import Project

ROWS = "event_id,occurred_at,event_name\n1,2026-01-01,view\n2,never,view\n"


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the program zstd is not installed")
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_zstandard_is_read(project: Project, name: str) -> None:
    lines = '{"event_id":"1","occurred_at":"2026-01-01","event_name":"view"}\nbroken\n'
    path = project.write(name, lines if name == "a.jsonl" else ROWS)
    subprocess.run(["zstd", "-q", "--rm", str(path)], check=True)
    project.source(kind="events", path=f"{name}.zst")
    landed = project.land_one()
    assert (landed.loaded_count, landed.rejected_count) == (1, 1)


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the program zstd is not installed")
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_file_of_which_only_the_beginning_is_looked_at_first_is_read(project: Project, name: str) -> None:
    """More than a pipe holds: whoever reads only the first lines must not wait for the rest to be written."""
    rows = [{"event_id": f"{number}", "occurred_at": "2026-01-01", "event_name": "x" * 200} for number in range(5_000)]
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    path = project.write(name, "\n".join(map(json.dumps, rows) if name == "a.jsonl" else lines) + "\n")
    subprocess.run(["zstd", "-q", "--rm", str(path)], check=True)
    project.source(kind="events", path=f"{name}.zst")
    assert project.land_one().loaded_count == 5_000


def test_missing_program_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a.csv.zst", b"\x28\xb5\x2f\xfd")
    project.source(kind="events", path="a.csv.zst")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (refused,) = project.land().refused
    assert refused.reason == "needs the program zstd to be read"
