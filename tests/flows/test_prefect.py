"""The Prefect flows: the same night with retries where they help, and a record of the run. One server for the file."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("prefect")

from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness

from journeymine.errors import CheckError, LockedError, SourceError
from journeymine.steps.lock import open_lock
from journeymine.steps.publish import find_current
from pipelines import (
    environment,  # isort: split  # before Prefect, which reads it once
    tasks,
)
from pipelines.ingest import ingest
from pipelines.nightly import nightly
from tests.flows.small_shop import write_drop, write_project

pytestmark = pytest.mark.filterwarnings("ignore")  # Prefect's own


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def project(tmp_path: Path, server: None) -> Path:
    return write_project(tmp_path / "shop")


def read_artifacts(key: str) -> list[object]:
    with get_client(sync_client=True) as client:
        return [artifact for artifact in client.read_artifacts() if artifact.key == key]


def test_flow_publishes_a_night_and_shows_it(project):
    state = nightly(project, return_state=True)
    assert state.name == "Published"
    current = find_current(project / "warehouse")
    assert current is not None
    table = {row["what"]: row["value"] for row in json.loads(read_artifacts("night-summary")[-1].data)}
    assert table["night"] == current.name
    assert table["published"] == "True"
    assert int(table["rows rejected"]) == 1
    link = read_artifacts("night-site")[-1].data
    assert "current/site/index.html" in link
    progress = read_artifacts("nightly-progress")[-1]
    assert float(progress.data) == 100.0
    again = nightly(project, return_state=True)
    assert again.name == "Nothing new"
    assert find_current(project / "warehouse") == current


def test_landing_alone_publishes_nothing_and_the_night_builds_from_it(project):
    assert ingest(project, return_state=True).name == "Landed"
    assert find_current(project / "warehouse") is None
    assert list((project / "warehouse" / "nights").iterdir()) == []
    state = nightly(project, return_state=True)
    assert state.name == "Published"
    assert state.result().new_file_count == 0


def test_disk_that_did_not_answer_is_tried_again(project, monkeypatch):
    calls = []
    real = tasks.ingest_night

    def answer_the_second_time(night):
        calls.append(night)
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error", "drops/day01.csv")
        return real(night)

    flaky = tasks.ingest_task.with_options(retry_delay_seconds=0)
    flaky.fn = answer_the_second_time
    monkeypatch.setattr(tasks, "ingest_task", flaky)
    assert nightly(project, return_state=True).name == "Published"
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("failure", "count"),
    [(SourceError("no such table"), 1), (CheckError("a check failed"), 1), (OSError(errno.EIO, "no answer"), 3)],
    ids=["refused source", "failed check", "no answer"],
)
def test_what_cannot_pass_by_itself_is_not_tried_again(project, monkeypatch, failure, count):
    calls = []

    def fail(night):
        calls.append(night)
        raise failure

    failing = tasks.ingest_task.with_options(retry_delay_seconds=0)
    failing.fn = fail
    monkeypatch.setattr(tasks, "ingest_task", failing)
    assert nightly(project, return_state=True).is_failed()
    assert len(calls) == count


def test_flow_is_refused_while_another_run_holds_the_warehouse(project):
    (project / "warehouse").mkdir()
    with open_lock(project / "warehouse", "run"):
        state = nightly(project, return_state=True)
    assert state.is_failed()
    with pytest.raises(LockedError):
        state.result()


def test_script_ends_with_the_exit_codes_of_the_command_line(project, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["pipelines/nightly.py", str(project)])
    assert environment.run_script(nightly) == 0
    assert "Published." in capsys.readouterr().out
    (project / "journeymine.toml").write_text("[projekt]\n")
    assert environment.run_script(nightly) == 2
    assert "unknown key 'projekt'" in capsys.readouterr().err


def test_second_night_is_incremental_through_the_flow_too(project):
    nightly(project)
    write_drop(project, 2)
    result = nightly(project, return_state=True).result()
    assert not result.record.is_full_build
    assert result.record.touched_customer_count > 0
