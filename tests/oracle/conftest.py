"""The logs, our figures of them, and the peer's: each worked out once.

Run by `make test-oracle` alone. Retentioneering is installed into an environment of its own; its telemetry is off.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.peer import install_peer
from tests.oracle.logs import ECOM, SILENT_DAYS, Log, open_warehouse, write_random_log
from tests.oracle.ours import STEPS, Ours, read_ours

ENVIRONMENT = Path(__file__).resolve().parents[2] / "build" / "oracle"
RANDOM_LOGS = 50
LOG_NAMES = ("ecom", *(f"random {seed:02}" for seed in range(RANDOM_LOGS)))


@dataclass(frozen=True)
class Peer:
    """The peer's interpreter."""

    python: Path

    def ask(self, folder: Path, questions: dict[str, Any]) -> dict[str, Any]:
        """Let it answer questions of logs, all in one process."""
        asked, answered = folder / "questions.json", folder / "answers.json"
        asked.write_text(json.dumps(questions, default=str), encoding="utf-8")
        script = Path(__file__).with_name("peer_answers.py")
        environment = {**os.environ, "RETENTIONEERING_NO_TRACK": "1"}
        command = [str(self.python), "-W", "ignore", str(script), str(asked), str(answered)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1200, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        answers: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
        return answers


@pytest.fixture(scope="session")
def peer() -> Peer:
    """Install the peer, once for all runs."""
    python, reason = install_peer(ENVIRONMENT)
    assert python is not None, reason
    return Peer(python)


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Log]:
    folder = tmp_path_factory.mktemp("logs")
    written = [write_random_log(folder, seed) for seed in range(RANDOM_LOGS)]
    ecom = Log("ecom", ECOM, "cart", ("cart", "shipping_details", "purchase"), 30)
    return {log.name: log for log in (ecom, *written)}


@pytest.fixture(scope="session")
def ours(logs: dict[str, Log], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ours]:
    """Our figures of every log, each landed and built by the product."""
    figures = {}
    for name, log in logs.items():
        with open_warehouse(log, tmp_path_factory.mktemp("warehouse")) as connection:
            figures[name] = read_ours(connection, log)
    return figures


@pytest.fixture(scope="session")
def theirs(peer: Peer, logs: dict[str, Log], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The peer's figures of every log, given without the nameless events that the product rejects."""
    questions = {
        name: {
            "file": log.file,
            "is_without_nulls": True,
            "steps": STEPS,
            "anchor": log.anchor,
            "funnel": log.funnel,
            "conversion": [*log.funnel[:2], f"{log.within_minutes}m"],
            "inactivity_days": SILENT_DAYS,
        }
        for name, log in logs.items()
    }
    return peer.ask(tmp_path_factory.mktemp("peer"), questions)
