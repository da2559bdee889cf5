"""The night as a Prefect flow: `python pipelines/nightly.py PROJECT_FOLDER`, or a deployment of prefect.yaml.

The steps, their order and the lock are those of `journeymine run`; Prefect adds retries, a record and a schedule.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines import environment  # isort: split

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.utilities.annotations import quote

from journeymine.privacy.keyfile import read_key
from journeymine.settings import read_settings
from journeymine.steps.night import has_news, open_night, skip_night
from pipelines import tasks


@flow(name="nightly", log_prints=False)
def nightly(project: Path = Path(), as_of: datetime | None = None, is_full: bool = False) -> State[Any]:
    """Ingest, build, analyse, report and publish one project.

    Args:
        project: The project folder.
        as_of: The end of observation; the latest accepted event when None.
        is_full: Rebuild every customer, touched or not.
    """
    settings = read_settings(project)
    key = read_key(settings.key_file)
    move = tasks.show_progress("nightly")
    with open_night(settings, key, as_of=as_of, is_full=is_full, announce=tasks.announce) as night:
        held: Any = quote(night)  # Prefect would look for futures in every field, the project's key among them
        ingested = tasks.ingest_task(held)
        if not has_news(night, ingested):
            result = skip_night(night, ingested)
        else:
            move("build", 20.0)
            built = tasks.build_task(held, ingested)
            move("analyse", 60.0)
            built = tasks.analyse_task(held, built)
            move("report", 75.0)
            tasks.report_task(held, built)
            move("publish", 95.0)
            result = tasks.publish_task(held, ingested, built)
    move("done", 100.0)
    tasks.show_result(result)
    name = "Published" if result.is_published else "Nothing new"
    return Completed(name=f"{name} with warnings" if result.warnings else name, data=result)


if __name__ == "__main__":
    sys.exit(environment.run_script(nightly))
