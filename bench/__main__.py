"""`python -m bench`: measure, and print every ratio beside its aim; nothing is asserted, people read the figures."""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.landing import ROWS, SHAPES, measure_landing
from bench.measure import run_task
from bench.methods import measure_methods
from bench.nights import measure_nights
from bench.peer import compare_peer
from bench.segments import add_segments
from bench.slices import add_least, measure_slices
from bench.tasks import DEVICE

FOLDER = Path("build/bench")


@dataclass
class Report:
    """Lines of the final table, and what could not be measured."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, what: str, figure: str, aim: str, detail: str) -> None:
        """Add one line."""
        self.rows.append((what, figure, aim, detail))
        print(f"  {what}: {figure}", flush=True)

    def skip(self, what: str, reason: str) -> None:
        """Say what was left out and why."""
        self.skipped.append(f"{what}: {reason}")
        print(f"  {what}: skipped", flush=True)

    def render(self) -> str:
        """Render the table."""
        header = ("what", "figure", "aim", "CPU seconds behind it")
        rows = [header, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join(lines + [f"skipped: {reason}" for reason in self.skipped])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench", description="CPU ratios of journeymine, in one run on one machine.")
    parser.add_argument("--events", type=int, default=5_000_000, help="events to generate (default 5,000,000)")
    parser.add_argument("--large", action="store_true", help="20 M events (or --events) in 2 GB, and as 16 buckets")
    parser.add_argument("--no-peer", action="store_true", help="leave Retentioneering out")
    parser.add_argument("--keep", action="store_true", help="keep generated files and nights in build/bench")
    arguments = parser.parse_args()
    is_events_given = any(argument.startswith("--events") for argument in sys.argv[1:])
    events = 20_000_000 if arguments.large and not is_events_given else arguments.events
    work = FOLDER / "large" if arguments.large else FOLDER / "usual"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    report = Report()
    try:
        print(f"Generating {events:,} events", flush=True)
        run_task("generate", folder=work / "landed", events=events)
        if arguments.large:
            measure_large(work, report)
        else:
            measure_files(work, report)
            measure_usual(work, report, has_peer=not arguments.no_peer)
    finally:
        print(f"\n{events:,} events\n{report.render()}")
        if not arguments.keep:
            shutil.rmtree(work, ignore_errors=True)


def measure_files(work: Path, report: Report) -> None:
    """How fast files are landed beside DuckDB's own read of them into a table."""
    print(f"Landing files of {ROWS:,} rows", flush=True)
    for kind, has_keys in SHAPES:
        own, ours = measure_landing(work / "files", kind, has_keys=has_keys)
        what = f"DuckDB's own read / landing {kind.upper()} {'with two hashed keys' if has_keys else 'without keys'}"
        report.add(what, f"{own / ours:.0%}", ">= 40%" if has_keys else ">= 60%", f"{own:.2f} / {ours:.2f}")


def measure_usual(work: Path, report: Report, *, has_peer: bool) -> None:
    """Everything but the large runs."""
    landed = work / "landed"
    print("Building: history, the night after it, and all at once", flush=True)
    run_task("build_night", landed=landed, night=work / "first", leave_out=1)
    second = run_task("build_night", landed=landed, night=work / "second", previous=work / "first")
    full = run_task("build_night", landed=landed, night=work / "full", previous=work / "first", is_full=True)
    (work / "sort").mkdir()
    sort = run_task("sort_events", night=work / "full", folder=work / "sort")
    report.add(
        "whole build / DuckDB's sort by customer and time",
        f"{full['cpu'] / sort['cpu']:.1f}x",
        "<= 10x",
        f"{full['cpu']:.1f} / {sort['cpu']:.2f} ({sort['row_count']:,} rows sorted)",
    )
    report.add("peak memory of the build", f"{full['peak_gigabytes']:.2f} GB", "<= 3 GB at 5 M", "")
    is_same, difference = compare_tables(work / "second", work / "full")
    kind = "full build!" if second["is_full_build"] else f"{second['touched_customer_count']:,} customers touched"
    report.add(
        "night with 1% new events / full build",
        f"{second['cpu'] / full['cpu']:.1%}",
        "<= 15%",
        f"{second['cpu']:.1f} / {full['cpu']:.1f} ({kind}); tables {'equal' if is_same else 'DIFFER: ' + difference}",
    )
    steps = work / "steps.parquet"
    run_task("export_steps", night=work / "full", file=steps)
    (work / "bare").mkdir()
    bare = run_task("count_bare", file=steps, folder=work / "bare")
    ours = Ours(full["first_counts_cpu"], sum(bare["cpu"].values()))
    theirs = run_task("mine_with_pm4py", file=steps)
    for name in ("transition_count", "variant_count"):
        if bare[name] != theirs[name]:
            report.skip(name, f"ours {bare[name]:,}, pm4py's {theirs[name]:,}: ties in time fall otherwise")
    whole = sum(theirs["cpu"][name] for name in ("sort", "transitions", "waits", "variants"))
    ours.compare(report, "pm4py", whole, ">= 5x")
    print("Analysing and rendering it", flush=True)
    measure_nights(work / "full", work, report)
    slices = measure_slices(work / "full", steps, report)
    measure_peer(work, report, ours, steps, slices, has_peer=has_peer)
    measure_methods(report)
    add_segments(report)


@dataclass(frozen=True)
class Ours:
    """Our CPU seconds: the build's own, and those of the bare counts on the peers' input."""

    models: float
    bare: float

    def compare(self, report: Report, peer: str, cpu: float, aim: str) -> None:
        """Add how much more a peer takes for transitions with waits and variants, sort included."""
        report.add(
            f"{peer} / same rows: transitions with waits, variants",
            f"{cpu / self.bare:.1f}x",
            aim,
            f"{cpu:.1f} / {self.bare:.2f}",
        )
        report.add(
            f"{peer} / the build's models for these (with sessions, goals, keys checked)",
            f"{cpu / self.models:.1f}x",
            "",
            f"{cpu:.1f} / {self.models:.2f}",
        )


def measure_peer(
    work: Path, report: Report, ours: Ours, steps: Path, slices: list[list[Any]], *, has_peer: bool
) -> None:
    """Compare with Retentioneering, if it can be installed; it has no variants."""
    peer, reason = None, "left out by --no-peer"
    if has_peer:
        print("Installing and running Retentioneering", flush=True)
        peer, reason = compare_peer(FOLDER / "peer", steps.resolve(), slices, DEVICE)
    if peer is None:
        report.skip("Retentioneering", reason)
        return
    ours.compare(report, "Retentioneering", peer["cpu"]["sort"] + peer["cpu"]["transitions"], ">= 2x")
    maps = run_task("read_slices", module="bench.slices", night=work / "full", slices=slices)["cpu"]["map"]
    add_least(report, "Retentioneering", "map", slices, maps, peer["slices"])
    uncounted = run_task("read_uncounted_slice", night=work / "full")["cpu"]
    report.add(
        "Retentioneering / a slice that no table was made for, by device",
        f"{peer['device'] / uncounted:.0f}x",
        ">= 30x",
        f"{peer['device']:.2f} / {uncounted:.3f}",
    )


def measure_large(work: Path, report: Report) -> None:
    """Many events in little memory: at once, and bucket by bucket."""
    landed = work / "landed"
    print("Building at once, and as 16 buckets, within 2 GB", flush=True)
    one = run_task("build_night", landed=landed, night=work / "one", memory_limit="2GB")
    many = run_task("build_night", landed=landed, night=work / "many", memory_limit="2GB", buckets=16)
    report.add("peak memory, memory_limit 2 GB", f"{one['peak_gigabytes']:.2f} GB", "it runs", f"{one['cpu']:.0f}")
    report.add("peak memory, 16 buckets", f"{many['peak_gigabytes']:.2f} GB", "it runs", f"{many['cpu']:.0f}")
    is_same, difference = compare_tables(work / "one", work / "many")
    report.add(
        "16 buckets / at once", f"{many['cpu'] / one['cpu']:.2f}x", "equal tables", "equal" if is_same else difference
    )


def compare_tables(night: Path, other: Path) -> tuple[bool, str]:
    """Compare every published table of two nights; return whether they are equal, and which are not."""
    sums = [run_task("sum_tables", night=folder)["tables"] for folder in (night, other)]
    names = sorted({*sums[0], *sums[1]})
    different = [name for name in names if sums[0].get(name) != sums[1].get(name)]
    return not different, ", ".join(different)


if __name__ == "__main__":
    main()
