"""`python -m bench.segments [ROWS]`: what segments of many customers cost; printed, never asserted."""

from __future__ import annotations

import json
import resource
import sys
from typing import Protocol

import numpy as np

from bench.measure import measure_cpu, run_task, write_result
from journeymine.segments.choice import choose_groups
from journeymine.segments.clustering import fit_clusters, one_thread
from journeymine.segments.number import GAP_ROWS, JACCARD_RESAMPLES, STRENGTH_ROWS
from journeymine.segments.preparation import RawFeatures, prepare_coordinates

ROWS, FEATURES, GROUPS = 1_000_000, 64, 8


class Report(Protocol):
    """Where lines of figures go."""

    def add(self, what: str, figure: str, aim: str, detail: str) -> None:
        """Add one line."""


class Printed:
    """Lines printed as they come."""

    def add(self, what: str, figure: str, aim: str, detail: str) -> None:
        """Print one line."""
        print(f"  {what}: {figure}{f' (aim {aim})' if aim else ''}{f'; {detail}' if detail else ''}", flush=True)


def main() -> None:
    """Measure and print."""
    add_segments(Printed(), int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)


def add_segments(report: Report, rows: int = ROWS) -> None:
    """Add what segments of many customers cost, in a process of its own."""
    print(f"Segments of {rows:,} customers x {FEATURES} features", flush=True)
    found = run_task("measure_segments", module="bench.segments", rows=rows)
    cpu, peak = found["cpu"], found["peak_gigabytes"]
    chosen = f"{found['segment_count']} groups found, {GROUPS} planted; tests on samples of "
    chosen += f"{GAP_ROWS:,} and {STRENGTH_ROWS:,} customers, {JACCARD_RESAMPLES} resamples"
    whole, again = cpu["prepare"] + cpu["choose"], cpu["prepare"] + cpu["choose_again"]
    size = f"{rows / 1e6:g} M customers"
    report.add(f"segments of {size}: prepared, k chosen, fitted, assigned", f"{whole:.0f} s", "<= 600 s", chosen)
    report.add(f"segments of {size}: peak memory", f"{peak:.2f} GB", "<= 4 GB", "")
    report.add(f"segments of {size}: an ordinary night", f"{again:.0f} s", "<= 60 s", f"the fit {cpu['again']:.1f}")
    speed = rows / cpu["assign"] / 1e6
    report.add("segments: customers assigned a CPU second", f"{speed:.1f} M", ">= 1 M", f"{cpu['assign']:.2f}")


def measure_segments(rows: int) -> None:
    """Plant groups in noise, and find them."""
    random = np.random.default_rng(1)
    kind = random.integers(0, GROUPS, rows)
    centres = random.normal(0, 2, (GROUPS, FEATURES))
    values = np.exp((centres[kind] + random.normal(size=(rows, FEATURES))) / 2)
    names = tuple(f"feature {number}" for number in range(FEATURES))
    groups = tuple(f"group {number // 8}" for number in range(FEATURES))
    raw = RawFeatures(np.arange(rows), values, names, groups, ("count",) * FEATURES, names)
    cpu: dict[str, float] = {}
    with measure_cpu(cpu, "prepare"):
        points = prepare_coordinates(raw, seed=1).points
    options = {"method": "kmeans", "limit": 10, "minimum_size": 30, "seed": 1}
    with measure_cpu(cpu, "choose"):
        choice = choose_groups(points, last_labels=None, **options)  # type: ignore[arg-type]
    clustering = choice.clustering
    count = 0 if clustering is None else len(clustering.centres)
    if clustering is not None:
        with measure_cpu(cpu, "assign"):
            labels = clustering.assign(points)
        with one_thread(), measure_cpu(cpu, "again"):
            fit_clusters(points, count, method="kmeans", seed=1, centres=clustering.centres)
        with measure_cpu(cpu, "choose_again"):
            choose_groups(points, last_labels=labels, **options)  # type: ignore[arg-type]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    write_result({"cpu": cpu, "segment_count": count, "peak_gigabytes": peak})


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure_segments(**json.loads(sys.argv[2]))
    else:
        main()
