"""A file that is not what its name says is refused with what it is, and is not read as garbage."""

from __future__ import annotations

import gzip
import io
import json

import polars as pl
import pytest

from .conftest import Project

TEXT = b"event_id,occurred_at,event_name\n1,2026-01-01,view\n"
EVENT = {"event_id": "1", "occurred_at": "2026-01-01", "event_name": "view"}


def write_parquet() -> bytes:
    target = io.BytesIO()
    pl.DataFrame({"event_id": ["1"]}).write_parquet(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", gzip.compress(TEXT), "is compressed with gzip, not text"),
        ("a.csv.gz", gzip.compress(gzip.compress(TEXT)), "is compressed with gzip, not text"),
        ("a.csv", b"PK\x03\x04" + bytes(range(256)), "is an Excel workbook or a zip archive, not text"),
        ("a.jsonl", write_parquet(), "is Parquet, not text"),
        ("a.csv", b"\n<!DOCTYPE html>\n<html><body>Log in</body></html>\n", "is a web page"),
        ("a.csv", TEXT.replace(b"\n", b"\r"), "ends its lines with carriage returns alone"),
        ("a.json", json.dumps([EVENT, EVENT]).encode(), "is one JSON list, not a JSON object a line"),
        ("a.json", json.dumps([EVENT, EVENT], indent=2).encode(), "is one JSON list, not a JSON object a line"),
        ("a.json", json.dumps(EVENT, indent=2).encode(), "is JSON over several lines, not a JSON object a line"),
    ],
)
def test_file_that_is_something_else_is_refused_as_that(
    project: Project, name: str, content: bytes, reason: str
) -> None:
    (project.folder / name).write_bytes(content)
    project.source(kind="events", path=name)
    (refused,) = project.land().refused
    assert refused.reason == reason
    assert refused.next_action


@pytest.mark.parametrize("content", [b"PAR1,occurred_at,event_name\n1,2026-01-01,view\n", TEXT.replace(b"\n", b"\r\n")])
def test_text_that_only_begins_alike_is_read(project: Project, content: bytes) -> None:
    project.write("a.csv", content)
    project.source(kind="events", path="a.csv")
    assert project.land_one().loaded_count == 1


def test_torn_line_before_whole_ones_costs_itself_alone(project: Project) -> None:
    project.write("a.jsonl", "{\n" + json.dumps(EVENT) + "\n")
    project.source(kind="events", path="a.jsonl")
    landed = project.land_one()
    assert (landed.loaded_count, landed.rejected_count) == (1, 1)
