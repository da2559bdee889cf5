"""Whatever is done to a file: nothing crashes or hangs, no row is lost or changed unseen, and the books balance."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read
from .corruption import COLUMNS, make_rows, spoil

QUICK = range(100)
LONG = range(100, 2_000)


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
    text = gzip.decompress(data) if form.endswith(".gz") else data
    return text.count(b"\n") + (not text.endswith(b"\n"))


def list_untouched(form: str, data: bytes) -> set[str]:
    """Return ids whose whole line is in the damaged text exactly as it was written, between two line ends."""
    text = gzip.decompress(data) if form.endswith(".gz") else data
    untouched = set()
    for row in make_rows():
        if form == "jsonl":
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
    text = gzip.decompress(data) if form.endswith(".gz") else data
    header = ("\t" if form == "tsv" else ",").join(COLUMNS).encode()
    return form == "jsonl" or text.removeprefix(b"\xef\xbb\xbf").startswith((header + b"\n", header + b"\r\n"))


def check_spoilt(folder: Path, seed: int) -> str:
    """Land a spoilt file and hold it to the rules; tell whether it was "landed" or "refused"."""
    form, data, done = spoil(seed)
    project = Project(folder)
    (folder / f"a.{form}").write_bytes(data)
    project.source(kind="events", path=f"a.{form}")
    result = project.land()
    if result.refused:
        (refused,) = result.refused
        assert refused.reason, done
        assert "books" not in refused.reason, f"{done}: {refused.reason}"
        assert not result.landed
        return "refused"
    (landed,) = result.landed
    assert landed.line_count - landed.header_count == landed.loaded_count + landed.rejected_count, done
    loaded = read(landed, "events") if landed.path("events").exists() else pl.DataFrame({"row_number": []})
    rejected = read(landed, "rejected") if landed.path("rejected").exists() else pl.DataFrame({"line_number": []})
    assert loaded.height == landed.loaded_count, done
    assert rejected.height == rejected["line_number"].n_unique() == landed.rejected_count, done
    assert rejected.height == 0 or all(rejected["reasons"].list.len() > 0)
    if form == "parquet":
        return "landed"
    physical = count_lines(form, data)
    assert landed.line_count <= physical, done
    # A quoted line break joins lines: only then are there fewer records than lines, and only then may an untouched
    # line have become the inside of a field.
    joined = physical - landed.line_count
    if has_header(form, data):
        check_values(landed, list_untouched(form, data), joined, done)
    return "landed"


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


@pytest.mark.parametrize("seed", QUICK)
def test_spoilt_file_loses_and_alters_nothing(tmp_path: Path, seed: int) -> None:
    check_spoilt(tmp_path, seed)


def test_damage_is_neither_harmless_nor_total(tmp_path: Path) -> None:
    """Of the quick seeds some files are refused as a whole, some land with rejected lines, some without."""
    outcomes = {"refused": 0, "landed": 0}
    for seed in QUICK[:15]:
        (tmp_path / str(seed)).mkdir()
        outcomes[check_spoilt(tmp_path / str(seed), seed)] += 1
    assert min(outcomes.values()) >= 3, outcomes


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_thousand_spoilt_files_lose_and_alter_nothing(tmp_path: Path) -> None:
    outcomes = {"refused": 0, "landed": 0}
    for seed in LONG:
        folder = tmp_path / str(seed)
        folder.mkdir()
        outcomes[check_spoilt(folder, seed)] += 1
    print(f"{len(LONG)} spoilt files: {outcomes['landed']} landed, {outcomes['refused']} refused")
