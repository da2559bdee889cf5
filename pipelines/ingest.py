"""Landing alone as a Prefect flow, for sources that come in by day: `python pipelines/ingest.py PROJECT_FOLDER`.

The night that follows builds from what was landed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipelines import environment  # isort: split

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.utilities.annotations import quote

from journeymine.privacy.keyfile import read_key
from journeymine.settings import read_settings
from journeymine.steps.night import open_night
from pipelines import tasks


@flow(name="ingest", log_prints=False)
def ingest(project: Path = Path()) -> State[Any]:
    """Land the files that are new; nothing is built and nothing published.

    Args:
        project: The project folder.
    """
    settings = read_settings(project)
    with open_night(settings, read_key(settings.key_file), announce=tasks.announce) as night:
        held: Any = quote(night)  # Prefect would look for futures in every field, the project's key among them
        ingested = tasks.ingest_task(held)
    rows = [
        {"file": file.file_name, "loaded": file.loaded_count, "rejected": file.rejected_count}
        for file in ingested.landed
        if file.is_new
    ]
    create_table_artifact(rows, key="landed-files", description=f"{len(rows)} new files")
    return Completed(name="Landed with warnings" if ingested.refused else "Landed", data=ingested)


if __name__ == "__main__":
    sys.exit(environment.run_script(ingest))
