"""Encodings: a file is read in its own, or refused with the setting that would read it; never spoilt unseen."""

from __future__ import annotations

import json

import pytest

from .conftest import Project, read, reasons


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_line_in_another_encoding_is_rejected_alone_where_the_others_are_utf_8(project: Project, name: str) -> None:
    """To read the whole file in the encoding of that line would spoil all others unseen."""
    lines = [f"{number},2026-01-01,zażółć" for number in range(3)] + ["3,2026-01-01,view", "4,2026-01-01,jaźń"]
    keys = ("event_id", "occurred_at", "event_name")
    if name == "a.jsonl":
        lines = [json.dumps(dict(zip(keys, line.split(","), strict=True)), ensure_ascii=False) for line in lines]
    content = "\n".join(lines[:-1]).encode() + b"\n" + lines[-1].encode("cp1250") + b"\n"
    project.write(name, content if name == "a.jsonl" else ",".join(keys).encode() + b"\n" + content)
    project.source(kind="events", path=name)
    landed = project.land_one()
    assert read(landed, "events").sort("row_number")["event_id"].to_list() == ["0", "1", "2", "3"]
    assert read(landed, "event_kinds")["event_name"].sort().to_list() == ["view", "zażółć"]
    assert list(reasons(landed).values()) == [["the line is not UTF-8 text"]]


@pytest.mark.parametrize("encoding", ["cp1250", "latin-1", "windows-1251"])
def test_utf_8_is_not_read_as_what_settings_say_it_once_was(project: Project, encoding: str) -> None:
    project.write("a.csv", "event_id,occurred_at,event_name\n1,2026-01-01,zażółć\n")
    project.write("b.csv", "event_id,occurred_at,event_name\n1,2026-01-01,view\n")
    project.source(kind="events", path="*.csv", encoding=encoding)
    result = project.land()
    assert [landed.file_name for landed in result.landed] == ["b.csv"]
    assert [refused.reason for refused in result.refused] == [f"is UTF-8 text, not {encoding}"]
    assert result.refused[0].next_action == "Set encoding = 'utf-8' for this source."


def test_file_in_another_encoding_but_for_one_line_is_refused_with_the_setting(project: Project) -> None:
    lines = "".join(f"{number},2026-01-01,zażółć gęślą jaźń\n" for number in range(3)).encode("cp1250")
    project.write("a.csv", b"event_id,occurred_at,event_name\n" + lines + "3,2026-01-01,zażółć\n".encode())
    project.source(kind="events", path="a.csv")
    (refused,) = project.land().refused
    assert refused.reason == "is not utf-8 text"
    assert refused.next_action == "Set encoding = 'cp1250' for this source."
