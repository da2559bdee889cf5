"""Whatever is done to a file: nothing crashes or hangs, no row is lost or changed unseen, and the books balance."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read
from .corruption import COLUMNS, FORMATS, decompress, make_rows, spoil

QUICK = range(100)
LONG = range(100, 2_100)
"""Seeds of each format."""
needs_zstd = pytest.mark.skipif(shutil.which("zstd") is None, reason="the program zstd is not installed")
EACH_FORMAT = [pytest.param(form, marks=needs_zstd if form.endswith(".zst") else ()) for form in FORMATS]


def read_values(landed: LandedFile) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return event_id -> (time, name, amount, note) of each of its landed rows."""
    if not landed.path("events").exists():
        return {}
    frame = read(landed, "events").join(read(landed, "event_kinds"), on="event_kind_id", how="left")
    values: dict[str, list[tuple[str, str, str, str]]] = {}
    columns = ("event_id", "occurred_at", "event_name", "amount", "props")
    for event_id, moment, name, amount, props in frame.select(columns).iter_rows():
        note = json.loads(props or "{}").get("note", "")
        values.setdefault(event_id, []).append((str(moment), name, str(amount), note))
    return values


def count_lines(form: str, data: bytes) -> int:
    text = decompress(data, form)
    return text.count(b"\n") + (not text.endswith(b"\n"))


def list_untouched(form: str, data: bytes) -> set[str]:
    """Return ids whose whole line is in the damaged text exactly as it was written, between two line ends."""
    text = decompress(data, form)
    untouched = set()
    for row in make_rows():
        if form.startswith("jsonl"):
            line = json.dumps(row, ensure_ascii=False)
        else:
            target = io.StringIO()
            writer = csv.writer(target, delimiter="\t" if form == "tsv" else ",", lineterminator="")
            writer.writerow([row[name] for name in COLUMNS])
            line = target.getvalue()
        if b"\n" + line.encode() + b"\n" in text:
            untouched.add(row["event_id"])
    return untouched


def has_header(form: str, data: bytes) -> bool:
    """Tell whether the damaged text still begins with the header; JSON lines need none."""
    text = decompress(data, form)
    header = ("\t" if form == "tsv" else ",").join(COLUMNS).encode()
    return form.startswith("jsonl") or text.removeprefix(b"\xef\xbb\xbf").startswith((header + b"\n", header + b"\r\n"))


def land_spoilt(folder: Path, form: str, seeds: range) -> dict[str, int]:
    """Land spoilt files of a format as one source and hold each to the rules; count those landed, refused, or twice."""
    project = Project(folder)
    spoilt: dict[str, tuple[bytes, str]] = {}
    for seed in seeds:
        data, done = spoil(seed, form)
        name = f"{seed:05}.{form}"
        (folder / name).write_bytes(data)
        spoilt[name] = data, f"seed {seed}, {form}: {done}"
    project.source(kind="events", path=f"*.{form}")
    result = project.land()
    outcomes = {"landed": len(result.landed), "refused": len(result.refused), "twice": 0}
    landed = {file.file_name: file for file in result.landed}
    refused = {file.file_name: file.reason for file in result.refused}
    seen: dict[bytes, str] = {}
    for name, (data, done) in spoilt.items():
        first = seen.setdefault(data, name)
        if name in refused:
            assert refused[name], done
            assert "books" not in refused[name], f"{done}: {refused[name]}"
        elif first != name:
            outcomes["twice"] += 1
            assert name not in landed, done
            assert first in landed, done
        else:
            check_landed(landed[name], form, data, done)
    assert sum(outcomes.values()) == len(seeds)
    return outcomes


def check_landed(landed: LandedFile, form: str, data: bytes, done: str) -> None:
    """Hold a spoilt file that was landed to the rules."""
    assert landed.line_count - landed.header_count == landed.loaded_count + landed.rejected_count, done
    loaded = read(landed, "events") if landed.path("events").exists() else pl.DataFrame({"row_number": []})
    rejected = read(landed, "rejected") if landed.path("rejected").exists() else pl.DataFrame({"line_number": []})
    assert loaded.height == landed.loaded_count, done
    assert rejected.height == rejected["line_number"].n_unique() == landed.rejected_count, done
    assert rejected.height == 0 or all(rejected["reasons"].list.len() > 0)
    if form == "parquet":
        return
    physical = count_lines(form, data)
    assert landed.line_count <= physical, done
    # A quoted line break joins lines: only then are there fewer records than lines, and only then may an untouched
    # line have become the inside of a field.
    joined = physical - landed.line_count
    if has_header(form, data):
        check_values(landed, list_untouched(form, data), joined, done)


def check_values(landed: LandedFile, untouched: set[str], joined: int, done: str) -> None:
    values = read_values(landed)
    missing = untouched - values.keys()
    # Rows that hold a line break by themselves, and came through, explain one line each.
    broken = {row["event_id"] for row in make_rows() if "\n" in row["note"]}
    unexplained = joined - len(broken & (untouched - missing)) if landed.header_count else joined
    assert len(missing) <= unexplained, f"{done}: {sorted(missing)} are lost"
    for row in make_rows():
        if row["event_id"] in untouched - missing:
            amount = f"{float(row['amount']):.2f}"
            expected = (row["occurred_at"], row["event_name"], amount, row["note"])
            assert expected in values[row["event_id"]], f"{done}: {row['event_id']} was altered"


@pytest.mark.parametrize("form", EACH_FORMAT)
def test_spoilt_file_loses_and_alters_nothing(tmp_path: Path, form: str) -> None:
    """Of the files some are refused as a whole, some land: the damage is neither harmless nor total."""
    outcomes = land_spoilt(tmp_path, form, QUICK)
    assert min(outcomes["landed"], outcomes["refused"]) >= 10, outcomes


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("form", EACH_FORMAT)
def test_two_thousand_spoilt_files_lose_and_alter_nothing(tmp_path: Path, form: str) -> None:
    outcomes = land_spoilt(tmp_path, form, LONG)
    print(f"{len(LONG):,} spoilt {form} files: {outcomes}")
