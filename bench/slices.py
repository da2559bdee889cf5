"""The process map and the variants of slices of the journeys, ours beside pm4py's and Retentioneering's on the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench.measure import measure_cpu, run_task, write_result
from journeymine.warehouse.connection import open_database

KINDS = ("period", "status", "channel")
LEAST_SHARE = 0.01
"""Of all journeys, of a slice that is compared."""
ROUNDS = 5
OURS = {
    "map": "from marts.slice_transitions where slice_kind = ? and slice = ?",
    "variants": "from analysis.slice_variants where variant_grain = 'touchpoint' and slice_kind = ? and slice = ?",
}


def choose_slices(night: str) -> dict[str, Any]:
    """Choose the largest and the smallest slice of each kind: [[kind, slice, journeys], ...]."""
    query = (
        "select slice_kind, slice, journey_count from marts.slices where slice_kind in ? "
        f"and journey_count >= {LEAST_SHARE} * (select count(*) from core.journeys) "
        "order by slice_kind, journey_count, slice"
    )
    with open_database(Path(night) / "journeymine.duckdb", read_only=True) as connection:
        found = connection.execute(query, [list(KINDS)]).fetchall()
    by_kind = {kind: [row for row in found if row[0] == kind] for kind in KINDS}
    return {"slices": [row for rows in by_kind.values() for row in {rows[0], rows[-1]}]}


def read_slices(night: str, slices: list[list[Any]]) -> dict[str, Any]:
    """Read the map and the variants that are listed of slices, each for the second time and later."""
    cpu: dict[str, list[float]] = {name: [] for name in OURS}
    with open_database(Path(night) / "journeymine.duckdb", read_only=True, memory_limit="3GB") as connection:
        for kind, name, _ in slices:
            for what, query in OURS.items():
                rounds = []
                for _ in range(ROUNDS + 1):
                    total: dict[str, float] = {}
                    with measure_cpu(total, "cpu"):
                        connection.execute(query, [kind, name]).fetchall()
                    rounds.append(total["cpu"])
                cpu[what].append(median(rounds[1:]))
    return {"cpu": cpu}


def mine_slices(file: str, slices: list[list[Any]]) -> dict[str, Any]:
    """Do it with pm4py, on the slices of a log that is sorted already."""
    import pandas as pd
    import pm4py

    names = {"journey_id": "case:concept:name", "touchpoint": "concept:name", "occurred_at": "time:timestamp"}
    log = pd.read_parquet(file).rename(columns=names)
    log["time:timestamp"] = pd.to_datetime(log["time:timestamp"], utc=True)
    log = log.sort_values(["case:concept:name", "time:timestamp"], kind="stable", ignore_index=True)
    cpu: dict[str, list[float]] = {"map": [], "variants": []}
    for kind, name, _ in slices:
        part = log[log[kind] == name]
        total: dict[str, float] = {}
        with measure_cpu(total, "map"):
            pm4py.discover_dfg(part)
            pm4py.discover_performance_dfg(part)
        with measure_cpu(total, "variants"):
            pm4py.get_variants(part)
        for what in cpu:
            cpu[what].append(total[what])
    return {"cpu": cpu}


def measure_slices(night: Path, steps: Path, report: Any) -> list[list[Any]]:
    """Add the least ratio to a report, for the map and for the variants; return the slices."""
    slices: list[list[Any]] = run_task("choose_slices", module="bench.slices", night=night)["slices"]
    ours = run_task("read_slices", module="bench.slices", night=night, slices=slices)["cpu"]
    theirs = run_task("mine_slices", module="bench.slices", file=steps, slices=slices)["cpu"]
    for what in OURS:
        add_least(report, "pm4py", what, slices, ours[what], theirs[what])
    return slices


def add_least(
    report: Any, peer: str, what: str, slices: list[list[Any]], ours: list[float], theirs: list[float]
) -> None:
    """Add a line with the least of the ratios, and of which slice it is."""
    ratio, place = min((theirs[place] / ours[place], place) for place in range(len(slices)))
    kind, name, journeys = slices[place]
    report.add(
        f"{peer} / {what} of a slice, the least of {len(slices)}",
        f"{ratio:.0f}x",
        ">= 30x",
        f"{theirs[place]:.2f} / {ours[place]:.4f} ({kind} {name}, {journeys:,} journeys)",
    )


if __name__ == "__main__":
    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
