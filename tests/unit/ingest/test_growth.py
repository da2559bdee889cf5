"""A file that has grown: its lines are counted once, and a line that had been cut is none."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from journeymine.ingest.shelf import drop_outgrown

from .conftest import Project, read

HEADER = "event_name,occurred_at,user_id,amount\n"
DAY = "view,2026-01-01,u1,\nview,yesterday,u1,\n"
NEXT = "buy,2026-01-02,u1,100\n"


def land_versions(project: Project, *contents: str | bytes, name: str = "log.csv"):
    """Land one version of a file after the other; return what landed each time, and what stands at the end."""
    project.source(kind="events", path="log*")
    landed = []
    for content in contents:
        (project.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        result = project.land()
        landed += [file for file in result.landed if file.is_new]
    return landed, project.land().landed


def test_longer_version_knows_every_earlier_one(project: Project) -> None:
    (one, two, three), standing = land_versions(
        project, HEADER + DAY, HEADER + DAY + NEXT, HEADER + DAY + NEXT + DAY.replace("-01\n", "-03\n")
    )
    assert (one.grown_from, two.grown_from) == ((), (one.file_hash,))
    assert set(three.grown_from) == {one.file_hash, two.file_hash}
    assert [file.file_hash for file in drop_outgrown(standing)] == [three.file_hash]
    assert len(standing) == 3


def test_file_written_anew_under_the_same_name_is_no_growth(project: Project) -> None:
    (_, other), standing = land_versions(project, HEADER + DAY, HEADER + NEXT * 3)
    assert other.grown_from == ()
    assert len(drop_outgrown(standing)) == len(standing) == 2


def test_longer_file_of_another_name_is_no_growth(project: Project) -> None:
    project.source(kind="events", path="log*")
    project.write("log1.csv", HEADER + DAY)
    project.land()
    project.write("log2.csv", HEADER + DAY + NEXT)
    assert all(file.grown_from == () for file in project.land().landed)


def test_members_added_to_a_compressed_file_are_growth(project: Project) -> None:
    first, second = (gzip.compress(text.encode(), mtime=0) for text in (HEADER + DAY, NEXT))
    (one, two), _ = land_versions(project, first, first + second, name="log.csv.gz")
    assert (two.grown_from, two.torn_from) == ((one.file_hash,), ())
    assert two.line_count == one.line_count + 1


@pytest.mark.parametrize(
    ("end", "rest", "is_torn"),
    [("buy,2026-01-02,u1,1", "00\n", True), ("buy,2026-01-02,u1,100", "\n" + NEXT, False), ("", NEXT, False)],
)
def test_line_that_had_been_cut_is_set_aside_with_its_file(
    project: Project, end: str, rest: str, is_torn: bool
) -> None:
    (one, two), standing = land_versions(project, HEADER + DAY + end, HEADER + DAY + end + rest)
    assert two.grown_from == (one.file_hash,)
    assert bool(two.torn_from) == is_torn
    assert len(standing) == (1 if is_torn else 2)
    amounts = {float(value) for file in standing for value in read(file, "events")["amount"].drop_nulls()}
    assert amounts == {100.0}


def test_file_that_is_written_to_while_it_is_read_waits_for_the_next_night(project: Project) -> None:
    """A line that is half written would pass for a whole one: its amount would be another."""
    path = project.write("log.csv", "event_id,occurred_at,event_name,amount\n1,2026-01-01,view,1\n")
    project.source(kind="events", path="log.csv")
    is_over = Event()

    def write_on() -> None:
        with path.open("a") as file:
            while not is_over.wait(0.001):
                print("2,2026-01-01,view,2", file=file, flush=True)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(write_on)
        try:
            while path.stat().st_size < 1_000:
                sleep(0.001)
            (refused,) = project.land().refused
        finally:
            is_over.set()
    assert refused.reason == "was written to while it was read"
    assert not list((project.settings.warehouse_folder / "landed" / "shop").glob("*[0-9a-f]"))
    assert project.land_one().rejected_count == 0
