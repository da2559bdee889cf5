"""In whatever order files arrive, over however many nights, and however often: the same rows, and the same books."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from journeymine.ingest.shelf import drop_outgrown

from .conftest import NOW, Project, read

HEADER = "event_id,occurred_at,event_name,user_id,amount\n"
ROW_COLUMNS = ["event_key", "event_id", "occurred_at", "key_set_id", "event_kind_id", "amount", "props"]


def draw_files(draw: random.Random) -> dict[str, str]:
    """Draw files whose rows repeat one another's; some rows break a rule, some have no id, some files are empty."""

    def draw_row() -> str:
        number = draw.randrange(60)
        event_id = "" if number % 7 == 0 else f"e{number}"
        moment = "never" if number % 11 == 0 else f"2026-01-{number % 28 + 1:02d} 10:00:00"
        return f"{event_id},{moment},view{number % 3},u{number % 5},{number}\n"

    sizes = [draw.randrange(25) for _ in range(5)]
    return {f"{place}.csv": HEADER + "".join(draw_row() for _ in range(size)) for place, size in enumerate(sizes)}


def land_nights(folder: Path, nights: Sequence[dict[str, str]]) -> tuple[pl.DataFrame, list[tuple[int, ...]]]:
    """Land some files a night; return the distinct rows, and the books of all files that count."""
    folder.mkdir()
    project = Project(folder)
    project.source(kind="events", path="*.csv")
    for number, files in enumerate(nights):
        for name, content in files.items():
            project.write(name, content)
        result = project.land(now=NOW + timedelta(days=number))
        assert not result.refused
    rows = [read(landed, "events").select(ROW_COLUMNS) for landed in result.landed if landed.path("events").exists()]
    books = [
        (landed.line_count, landed.header_count, landed.loaded_count, landed.rejected_count)
        for landed in drop_outgrown(result.landed)
    ]
    return pl.concat(rows).unique().sort(pl.all()), sorted(books)


@pytest.mark.parametrize("seed", range(4))
def test_order_and_nights_of_arrival_change_nothing(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    files = draw_files(draw)
    at_once = land_nights(tmp_path / "at once", [files])
    # One by one in another order; one file comes cut after a line and grows, and a copy under another name comes last.
    names = draw.sample(sorted(files), len(files))
    lines = files[names[0]].splitlines(keepends=True)
    beginning = "".join(lines[: draw.randrange(1, len(lines) + 1)])
    nights = [{names[0]: beginning}, *({name: files[name]} for name in names), {"copy.csv": files[names[1]]}]
    one_by_one = land_nights(tmp_path / "one by one", nights)
    assert one_by_one[0].equals(at_once[0])
    assert one_by_one[1] == at_once[1]
