"""What single methods cost on data of a promised size: alignments, Markov chains, Shapley values."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import polars as pl

from bench.events import make_settings
from bench.measure import measure_cpu, run_task, write_result
from journeymine.mining.aligning import TRACE_STATES
from journeymine.mining.bounded import open_miner
from journeymine.mining.eventlog import count_paths
from journeymine.moments.chains import find_removals
from journeymine.moments.seeds import build_moment_seeds
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, write_seeds
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import read_frame, write_frame
from journeymine.warehouse.sqlfiles import read_model_file, sql_folder

EVENTS, TOUCHPOINTS = 1_000_000, 14
PATHS = 10_000
KEYS = ["before_3_rank", "before_2_rank", "before_1_rank", "touch_rank"]


def draw_structured_log(events: int = EVENTS) -> Counter[tuple[str, ...]]:
    """Draw journeys over 14 touchpoints: forward, some skipped, some gone back to, many given up; variants counted."""
    draw = random.Random(7)
    variants: Counter[tuple[str, ...]] = Counter()
    left = events
    while left > 0:
        path: list[str] = []
        place = 0 if draw.random() < 0.8 else draw.randrange(3)
        while place < TOUCHPOINTS:
            path.append(f"a{place:06d}")
            chance = draw.random()
            if chance < 0.17:
                break
            place = max(0, place + (1 if chance < 0.93 else 2 if chance < 0.97 else -1 if chance < 0.99 else 0))
        variants[tuple(path)] += 1
        left -= len(path)
    return variants


def align_variants() -> dict[str, Any]:
    """Align every variant of the structured log with its Split Miner model, the worker's own start included."""
    variants = draw_structured_log()
    counts = count_paths({}, tuple(variants.items()))
    options = {"arc_share": 0.3, "noise": 0.2, "replayed_variants": 200, "replayed_prefixes": 300}
    total: dict[str, float] = {}
    with measure_cpu(total, "cpu"), open_miner(counts, options, 60) as miner:
        net = miner.ask("net", "split_miner").value
        traces = [path for path, _ in counts.variants]
        job = {"net": net, "traces": traces, "trace_states": TRACE_STATES, "seconds": 60}
        aligned = miner.ask("align", job)
    if aligned.problem:
        raise RuntimeError(aligned.problem)
    done = sum(moves is not None for moves in aligned.value)
    return {
        "cpu": total["cpu"],
        "variant_count": len(variants),
        "aligned_count": done,
        "journey_count": counts.journey_count,
    }


def credit_paths(channels: int) -> dict[str, Any]:
    """Count and solve a Markov chain of order 3, and share conversions by Shapley values, on random paths."""
    draw = random.Random(channels)
    touches = [
        ("channel", path, 1, index, rank, False, 1000 * (20 - index))
        for path in range(PATHS)
        for index, rank in enumerate((draw.randrange(1, channels + 1) for _ in range(draw.randrange(1, 15))), 1)
    ]
    columns = ["dimension", "customer_id", "journey_index", "touch_index", "touch_rank", "is_direct"]
    columns.append("milliseconds_before")
    journeys = [(path, 1, path % 10, draw.random() < 0.3, 10.0) for path in range(PATHS)]
    total: dict[str, float] = {}
    with open_database(None) as connection, open_catalog(connection, NIGHT):
        write_seeds(connection, build_moment_seeds(make_settings()))
        write_frame(connection, f"{NIGHT}.analysis.attribution_touches", pl.DataFrame(touches, columns, orient="row"))
        names = ["customer_id", "journey_index", "customer_group", "is_converted", "goal_amount"]
        write_frame(connection, f"{NIGHT}.analysis.attribution_journeys", pl.DataFrame(journeys, names, orient="row"))
        with measure_cpu(total, "markov"):
            _build(connection, "attribution_contexts")
            contexts = read_frame(connection, f"{NIGHT}.analysis.attribution_contexts")
            summed = contexts.group_by(KEYS).agg(pl.col("reached_count", "converted_count", "lost_count").sum())
            found = find_removals(summed.sort(KEYS), 3)
        with measure_cpu(total, "shapley"):
            _build(connection, "attribution_shares")
            shares = read_frame(connection, f"{NIGHT}.analysis.attribution_shares").filter(method="shapley")
    converted = sum(journey[3] for journey in journeys)
    return {
        "cpu": total,
        "state_count": 0 if found is None else found.state_count,
        "is_whole": abs(float(shares["credited_count"].sum()) - converted) < 1e-6 and shares["touch_rank"].n_unique(),
    }


def _build(connection: Any, table: str) -> None:
    model = read_model_file(sql_folder() / "analysis" / f"{table}.sql", f"analysis.{table}")
    build_models(connection, NIGHT, (model,))


def measure_methods(report: Any) -> None:
    """Add what the methods cost to a report."""
    aligned = run_task("align_variants", module="bench.methods")
    report.add(
        f"alignments of all {aligned['variant_count']:,} variants of {EVENTS:,} events",
        f"{aligned['cpu']:.1f} s",
        "<= 10 s",
        f"{aligned['aligned_count']:,} aligned for {aligned['journey_count']:,} journeys, with a process of its own",
    )
    for channels, kind, name, aim in ((12, "markov", "Markov chain of order 3", 2), (20, "shapley", "Shapley", 5)):
        found = run_task("credit_paths", module="bench.methods", channels=channels)
        report.add(
            f"{name}, {channels} channels, {PATHS:,} paths",
            f"{found['cpu'][kind]:.2f} s",
            f"< {aim} s",
            f"{found['state_count']:,} states" if kind == "markov" else "with the six simple rules",
        )


if __name__ == "__main__":
    import json
    import sys

    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
