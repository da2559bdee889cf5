"""The steps of a night as Prefect tasks, and what is shown of a run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from prefect import Task, get_run_logger
from prefect.artifacts import (
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from journeymine.errors import SourceError
from journeymine.steps.night import NightResult, analyse_night, build_night, ingest_night, publish_night, report_night
from pipelines.environment import IS_SCRIPT

RETRIES = 2
RETRY_DELAY_SECONDS = 20.0


def is_worth_retrying(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Retry what may pass by itself: a disk or a source that did not answer. Never a refused input or a check."""
    failure = state.result(raise_on_failure=False)
    cause = failure.__cause__ if isinstance(failure, SourceError) else failure
    return isinstance(cause, OSError)


# A night holds an open lock and the project's key: its steps are neither cached nor stored.
ingest_task = Task(
    ingest_night,
    name="ingest",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAY_SECONDS,
    retry_condition_fn=is_worth_retrying,
    cache_policy=NO_CACHE,
)
build_task = Task(build_night, name="build", cache_policy=NO_CACHE)
analyse_task = Task(analyse_night, name="analyse", cache_policy=NO_CACHE)
report_task = Task(report_night, name="report", cache_policy=NO_CACHE)
publish_task = Task(publish_night, name="publish", cache_policy=NO_CACHE)


def announce(sentence: str) -> None:
    """Tell what happens: to the run's log, which a worker prints, and of a script as a plain line."""
    get_run_logger().info(sentence)
    if IS_SCRIPT:
        sys.stderr.write(f"{sentence}\n")


def show_progress(flow: str) -> Callable[[str, float], None]:
    """Make the run's progress artifact; the function returned moves it to a step and a percentage."""
    made = create_progress_artifact(progress=0.0, key=f"{flow}-progress", description="Starting")
    artifact: UUID = made  # type: ignore[assignment]  # a coroutine only inside an asynchronous flow

    def move(step: str, percentage: float) -> None:
        update_progress_artifact(artifact, progress=percentage, description=step)

    return move


def show_result(result: NightResult) -> None:
    """Make the run's summary table and the link to the site."""
    record = result.record
    rows = {
        "published": result.is_published,
        "night": record.night_id,
        "as of": record.as_of,
        "new files": result.new_file_count,
        "rows loaded": result.loaded_count,
        "rows rejected": result.rejected_count,
        "new events": record.new_event_count,
        "customers touched": record.touched_customer_count,
        "full build": record.is_full_build,
        "warnings": "; ".join(result.warnings) or "none",
    }
    table = [{"what": what, "value": str(value)} for what, value in rows.items()]
    create_table_artifact(table, key="night-summary", description=f"Night {record.night_id}")
    site = result.folder.parent.parent / "current" / "site" / "index.html"
    create_link_artifact(site.absolute().as_uri(), link_text="The site", key="night-site")
