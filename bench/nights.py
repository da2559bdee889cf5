"""The third and the fourth step of a night, analyses and report, step by step."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.events import make_settings
from bench.measure import measure_cpu, run_task, write_result
from journeymine.steps import analyse as third
from journeymine.steps.report import report as write_site
from journeymine.warehouse.sqlfiles import Model

MINING = (
    "process models",
    "variants",
    "patterns",
    "conformance",
    "deviations",
    "waiting",
    "attribution",
    "key moments",
)
"""The analyses that mine journeys; the others are of customers, texts and maps."""
SAMPLE = Path("data/sample")


def analyse_night(night: str) -> dict[str, Any]:
    """Run the third step on a built night: what models and analyses cost, and the peak of memory of those that mine."""
    costs: dict[str, float] = {}
    peaks: dict[str, float] = {}
    ordered: list[third.Step] = []
    build_models, order_steps = third.build_models, third.order_steps

    def measured_build(connection: Any, catalog: str, models: Any) -> None:
        with measure_cpu(costs, models[0].table):
            build_models(connection, catalog, models)
        peaks[models[0].table] = _take_peak()

    def measured_order(models: Any, analyses: Any) -> tuple[third.Step, ...]:
        ordered.extend(order_steps(models, tuple(map(_measure, analyses))))
        return tuple(ordered)

    def _measure(analysis: Any) -> Any:
        def run(inputs: Any) -> Any:
            with measure_cpu(costs, analysis.name):
                outcome = analysis.run(inputs)
            peaks[analysis.name] = _take_peak()
            return outcome

        return replace(analysis, run=run)

    third.build_models, third.order_steps = measured_build, measured_order
    total: dict[str, float] = {}
    with measure_cpu(total, "cpu"):
        third.analyse(Path(night) / third.DATABASE, make_settings(memory_limit="1GB"), lambda said: None)
    needed = _find_needed(ordered)
    mining = sorted(((cpu, name) for name, cpu in costs.items() if name in needed), reverse=True)
    return {
        "cpu": total["cpu"],
        "mining_cpu": sum(cpu for cpu, _ in mining),
        "dearest": [f"{name} {cpu:.1f}" for cpu, name in mining[:3]],
        "mining_gigabytes": max(peak for name, peak in peaks.items() if name in needed),
        "gigabytes": max(peaks.values()),
    }


def _take_peak() -> float:
    """Return the peak of this process's memory since the last time, in GB; Linux alone tells it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    return int(peak.split()[1]) / 1024**2


def _find_needed(steps: Sequence[third.Step]) -> set[str]:
    """Find the steps that mine journeys, and the models that those read."""
    makers: dict[str, third.Step] = {}
    for step in steps:
        makers |= dict.fromkeys([step.table] if isinstance(step, Model) else [made.table for made in step.tables], step)
    found: set[str] = set()
    waiting = [step for step in steps if not isinstance(step, Model) and step.name in MINING]
    while waiting:
        step = waiting.pop()
        name = step.table if isinstance(step, Model) else step.name
        if name not in found and (isinstance(step, Model) or name in MINING):  # segments are no part of mining
            found.add(name)
            waiting += [makers[table] for table in step.inputs if table in makers]
    return found


def report_night(night: str, site: str) -> dict[str, Any]:
    """Render the site of a night."""
    total: dict[str, float] = {}
    with measure_cpu(total, "cpu"):
        write_site(Path(night) / third.DATABASE, make_settings(), Path(site), lambda said: None)
    return {"cpu": total["cpu"]}


def report_sample(project: str) -> dict[str, Any]:
    """Run a night of the sample company, and then `journeymine report` on it."""
    folder = Path(project)
    shutil.copytree(SAMPLE, folder)
    (folder / "journeymine.key").write_text("an invented company has nothing to hide", encoding="utf-8")
    (folder / "journeymine.key").chmod(0o600)
    total: dict[str, float] = {}
    for command in ("run", "report"):
        with measure_cpu(total, command):
            arguments = [sys.executable, "-m", "journeymine", command, "--project", project]
            done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):  # 3: published, with warnings; the sample is dirty on purpose
            raise RuntimeError(done.stderr)
    return {"cpu": total}


def measure_nights(night: Path, work: Path, report: Any) -> None:
    """Add what the third and the fourth step cost, on a built night and on the sample; the night is changed."""
    mined = run_task("analyse_night", module="bench.nights", night=night)
    report.add("mining step", f"{mined['mining_cpu']:.1f} s", "<= 60 s", f"most: {', '.join(mined['dearest'])}")
    report.add("peak memory of the mining step", f"{mined['mining_gigabytes']:.2f} GB", "<= 2 GB", "memory_limit 1 GB")
    detail = f"peak memory {mined['gigabytes']:.2f} GB"
    report.add("whole third step: segments, personas, maps", f"{mined['cpu']:.1f} s", "", detail)
    rendered = run_task("report_night", module="bench.nights", night=night, site=work / "site")
    report.add("journeymine report on it", f"{rendered['cpu']:.1f} s", "<= 120 s", "")
    print("Running a night of the sample", flush=True)
    cpu = run_task("report_sample", module="bench.nights", project=work / "sample")["cpu"]
    report.add("journeymine report on the sample", f"{cpu['report']:.1f} s", "<= 20 s", f"its night: {cpu['run']:.0f}")


if __name__ == "__main__":
    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
