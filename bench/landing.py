"""What landing a file costs beside DuckDB's own read of it, each a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.measure import measure_cpu, run_task, write_result
from journeymine.settings import read_settings
from journeymine.steps.ingest import ingest
from journeymine.warehouse.connection import open_database

ROWS = 1_500_000
KEY = b"a benchmark has nothing to hide from anybody"
SHAPES = (("csv", False), ("csv", True), ("jsonl", False), ("jsonl", True))
SETTINGS = """
[project]
name = "Benchmark"

[sources.web]
kind = "events"
path = "data/*"
fields = {{ event_name = "event", occurred_at = "at", event_id = "id", page_path = "path", amount = "paid"{keys} }}
"""


def write_file(folder: str, kind: str, *, has_keys: bool) -> dict[str, Any]:
    """Write a project with one file of events, with two identifiers of 50,000 customers or with none."""
    data = Path(folder) / "data"
    data.mkdir(parents=True)
    keys = ", user_id = 'user', email = 'mail'".replace("'", '"') if has_keys else ""
    (data.parent / "journeymine.toml").write_text(SETTINGS.format(keys=keys), encoding="utf-8")
    customer = "'u' || n % 50000 as user, 'p' || n % 50000 || '@example.com' as mail" if has_keys else "n % 90 as place"
    rows = (
        "select 'e' || n as id, ['page view', 'cart', 'search'][1 + n % 3] as event, "
        "strftime(timestamp '2026-01-01' + to_seconds(n * 3), '%Y-%m-%dT%H:%M:%S') as at, "
        f"'/p/' || n % 200 as path, round(n % 1000 / 7, 2) as paid, {customer} from range({ROWS}) as numbers(n)"
    )
    written = "format csv, header" if kind == "csv" else "format json"
    with open_database(None) as connection:
        connection.execute(f"copy ({rows}) to '{data / f'events.{kind}'}' ({written})")
    return {}


def read_file(folder: str, kind: str) -> dict[str, Any]:
    """Read the file into a table of a database file, as DuckDB does by itself: texts of CSV, types of JSON."""
    path = Path(folder) / "data" / f"events.{kind}"
    source = f"read_csv('{path}', all_varchar = true)" if kind == "csv" else f"read_json('{path}')"
    cpu: dict[str, float] = {}
    with open_database(Path(folder) / "read.duckdb") as connection, measure_cpu(cpu, "all"):
        connection.execute(f"create table rows as from {source}")
        connection.execute("checkpoint")
    return {"cpu": cpu["all"]}


def land_file(folder: str) -> dict[str, Any]:
    """Land the file as a night does."""
    cpu: dict[str, float] = {}
    settings = read_settings(Path(folder))
    with measure_cpu(cpu, "all"):
        landed = ingest(settings, KEY, "bench", lambda _: None).landed
    return {"cpu": cpu["all"], "loaded_count": sum(file.loaded_count for file in landed)}


def measure_landing(work: Path, kind: str, *, has_keys: bool) -> tuple[float, float]:
    """Return the CPU seconds of DuckDB's read and of ours.

    Raises:
        RuntimeError: Not every row was loaded.
    """
    folder = work / f"{kind}-{has_keys}"
    run_task("write_file", module=__name__, folder=folder, kind=kind, has_keys=has_keys)
    own = run_task("read_file", module=__name__, folder=folder, kind=kind)
    ours = run_task("land_file", module=__name__, folder=folder)
    if ours["loaded_count"] != ROWS:
        raise RuntimeError(f"{ours['loaded_count']:,} of {ROWS:,} rows were loaded")
    return own["cpu"], ours["cpu"]


if __name__ == "__main__":
    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
