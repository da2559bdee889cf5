"""Read the published night again and again until the file `stop` appears: `reading_loop.py WAREHOUSE STOP`.

Prints how many reads there were, the nights seen, and every error or contradiction.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import duckdb

warehouse, stop = Path(sys.argv[1]), Path(sys.argv[2])
read_count, nights, wrong = 0, set(), []
while not stop.exists():
    try:
        with duckdb.connect(str(warehouse / "current" / "journeymine.duckdb"), read_only=True) as connection:
            night_id, loaded = connection.execute(
                "select (select max(night_id) from meta.runs), (select sum(loaded_count) from raw.files)"
            ).fetchall()[0]
            events = connection.execute("select count(*) from core.events").fetchall()[0][0]
        folder = (warehouse / "current").resolve()
        record = json.loads((folder / "night.json").read_text())
        page = (folder / "site" / "index.html").read_text()
        if loaded != events:
            wrong.append(f"{night_id}: {loaded} rows loaded but {events} events")
        if record["night_id"] != re.sub(r"-r\d+$", "", folder.name) or "</html>" not in page:
            wrong.append(f"{folder.name} holds half of another night")
        nights.add(night_id)
        read_count += 1
        if read_count == 1:
            print("reading", flush=True)
    except Exception as error:  # noqa: BLE001 - a reader that sees any error is the defect looked for
        wrong.append(f"{type(error).__name__}: {error}")
print(json.dumps({"read_count": read_count, "nights": sorted(nights), "wrong": wrong[:5]}))
