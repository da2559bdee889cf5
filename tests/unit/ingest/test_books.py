"""Whatever is done to a file's bytes, its books balance: every line is loaded or rejected, none is lost or doubled."""

from __future__ import annotations

import random
from typing import Any

import pytest

from journeymine.ingest import tables

from .conftest import Project, read

HEADER = b"event_id,occurred_at,event_name,note\n"


def csv_rows(count: int) -> list[bytes]:
    return [f'{number},2026-01-01 10:00:{number % 60:02d},view,"n, {number}"\n'.encode() for number in range(count)]


def json_rows(count: int) -> list[bytes]:
    template = (
        '{{"event_id": "{0}", "occurred_at": "2026-01-01 10:00:{1:02d}", "event_name": "view", "note": "n {0}"}}\n'
    )
    return [template.format(number, number % 60).encode() for number in range(count)]


def spoil(rows: list[bytes], seed: int) -> bytes:
    """Damage some rows: cut, drop or add quotes, delimiters, line ends and odd bytes (all valid UTF-8)."""
    draw = random.Random(seed)
    spoilt = list(rows)
    for _ in range(draw.randrange(1, 9)):
        index = draw.randrange(len(spoilt))
        row = spoilt[index]
        position = draw.randrange(len(row) + 1)
        odd = draw.choice([b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b'""', b"{", b"}", b"\\", "ż".encode(), b"\x01"])
        spoilt[index] = draw.choice(
            [row[:position], row[:position] + odd + row[position:], row[position:], row + b"\n"]
        )
    return b"".join(spoilt)


@pytest.mark.parametrize("seed", range(24))
def test_books_of_a_spoilt_csv_balance(project: Project, seed: int) -> None:
    content = HEADER + spoil(csv_rows(40), seed)
    project.write("a.csv", content)
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    assert landed.line_count - landed.header_count == landed.loaded_count + landed.rejected_count
    events = read(landed, "events")
    assert len(events) == landed.loaded_count
    physical = content.count(b"\n") + (not content.endswith(b"\n"))
    # A record over several lines is the only reason for fewer records than lines.
    assert landed.line_count <= physical
    untouched = {row.split(b",")[0].decode() for row in csv_rows(40) if b"\n" + row in content}
    assert len(untouched - set(events["event_id"])) <= 2 * (physical - landed.line_count)


@pytest.mark.parametrize("seed", range(16))
def test_books_of_spoilt_json_lines_balance(project: Project, seed: int) -> None:
    content = spoil(json_rows(40), seed)
    project.write("a.jsonl", content)
    project.source(kind="events", path="a.jsonl")
    landed = project.land_one()
    physical = content.count(b"\n") + (not content.endswith(b"\n"))
    assert landed.line_count == physical == landed.loaded_count + landed.rejected_count
    assert len(read(landed, "events")) == landed.loaded_count


@pytest.mark.parametrize("condition", ["where row_number > 1", "cross join range(2)"])
def test_events_lost_or_doubled_between_staging_and_writing_refuse_the_file(
    project: Project, monkeypatch: pytest.MonkeyPatch, condition: str
) -> None:
    written = tables._event_query

    def write_otherwise(*given: Any, **named: Any) -> str:
        return f"select * from ({written(*given, **named)}) {condition}"

    monkeypatch.setattr(tables, "_event_query", write_otherwise)
    project.write("events.csv", "event_id,occurred_at,event_name\n1,2026-01-01,view\n2,2026-01-01,view\n")
    project.source(kind="events", path="events.csv")
    result = project.land()
    assert not result.landed
    assert "the books do not balance: 2 events were staged" in result.refused[0].reason
