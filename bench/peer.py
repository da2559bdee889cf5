"""The same counts with Retentioneering, the nearest peer, in a virtual environment of its own.

It brings 90 packages and sends telemetry unless told not to, so it is no dependency: it is installed when the bench
runs, and RETENTIONEERING_NO_TRACK=1 is set for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.measure import measure_cpu, run_task, write_result

REQUIREMENT = "retentioneering==5.2.4"
WEIGHTS = ("count", "time_median", "time_q95")


def install_peer(folder: Path) -> tuple[Path | None, str]:
    """Install the peer into a virtual environment; return its interpreter, or None and the reason."""
    python = folder / "bin" / "python"
    uv = Path(__file__).resolve().parents[1] / ".tools" / "bin" / "uv"
    tool = [str(uv)] if uv.exists() else ["uv"]
    commands = (
        [*tool, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)],
        [*tool, "pip", "install", "--quiet", "--python", str(python), REQUIREMENT],
    )
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return None, f"{REQUIREMENT} could not be installed ({error})"
        if done.returncode:
            reason = done.stderr.strip().splitlines() or ["no reason given"]
            return None, f"{REQUIREMENT} could not be installed ({reason[-1]})"
    return python, ""


def compare_peer(folder: Path, file: Path, slices: list[list[Any]], device: str) -> tuple[dict[str, Any] | None, str]:
    """Run the peer on the exported steps; return its result, or None and the reason."""
    python, reason = install_peer(folder)
    if python is None:
        return None, reason
    try:
        result = run_task("count_steps", python=python, module="bench.peer", file=file, slices=slices, device=device)
    except RuntimeError as error:
        return None, str(error)
    return result, ""


def count_steps(file: str, slices: list[list[Any]], device: str) -> dict[str, Any]:
    """Count transitions with median and 95th percentile of the wait: of all steps, of each slice, of a device."""
    import pandas as pd
    import retentioneering as rete

    total: dict[str, float] = {}
    steps = pd.read_parquet(file)
    schema = {
        "path_cols": ["journey_id"],
        "event_col": "touchpoint",
        "timestamp_col": "occurred_at",
        "segment_cols": ["device", *{kind for kind, _, _ in slices}],
    }
    with measure_cpu(total, "sort"):
        stream = rete.Eventstream(steps, schema=schema)
    with measure_cpu(total, "transitions"):
        graph = [stream.transition_graph_data(edge_weight=weight) for weight in WEIGHTS]
    sliced = []
    for kind, name in [("device", device), *((kind, name) for kind, name, _ in slices)]:
        cpu: dict[str, float] = {}
        with measure_cpu(cpu, "cpu"):
            part = stream.filter_events(keep={kind: [name]})
            for weight in WEIGHTS:
                part.transition_graph_data(edge_weight=weight)
        sliced.append(cpu["cpu"])
    return {
        "cpu": total,
        "device": sliced[0],
        "slices": sliced[1:],
        "transition_count": float(graph[0].to_numpy().sum()),
    }


if __name__ == "__main__":
    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
