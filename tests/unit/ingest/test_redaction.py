"""Texts on disk are redacted again when the rules have grown, at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile, read_description, write_description
from journeymine.ingest.sweep import ERASING_FOLDER, redact_landed
from journeymine.privacy.redactors import PATTERNS_ONLY, Redactor
from journeymine.warehouse.connection import open_database

OLD = {"event_key": [1, 2, 3], "text": ["call +48 601 234 567", "fine, Anna", None], "rating": [1.0, 2.0, None]}


def write_landed(root: Path, name: str, redaction: str = "", texts: dict[str, list[object]] | None = None) -> Path:
    folder = root / "web" / name
    folder.mkdir(parents=True)
    pl.DataFrame(texts or OLD).write_parquet(folder / "feedback.parquet")
    pl.DataFrame({"line_number": [4], "line_text": ["x,a@example.com"]}).write_parquet(folder / "rejected.parquet")
    counts = {"line_count": 5, "header_count": 1, "loaded_count": 3, "rejected_count": 1}
    landed = LandedFile("web", "feedback", None, "a.csv", name, "m", **counts, landed_at="2026-01-01Z", run_id="r")
    write_description(LandedFile(**{**vars(landed), "redaction": redaction}), folder)
    return folder


def sweep(root: Path, redactor: Redactor = PATTERNS_ONLY) -> int:
    with open_database(None) as connection:
        return redact_landed(connection, root, redactor)


def test_texts_landed_under_older_rules_are_redacted_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = write_landed(tmp_path / "landed", "a-m")
    assert sweep(tmp_path / "landed") == 1
    found = pl.read_parquet(folder / "feedback.parquet").sort("event_key")
    assert found.to_dict(as_series=False) == {**OLD, "text": ["call [phone]", "fine, Anna", None]}
    assert pl.read_parquet(folder / "rejected.parquet")["line_text"].to_list() == ["x,[email]"]
    assert read_description(folder).redaction == PATTERNS_ONLY.fingerprint
    assert not (tmp_path / ERASING_FOLDER).exists()
    assert sweep(tmp_path / "landed") == 0


def test_a_file_redacted_by_the_same_rules_is_not_read_again(tmp_path: Path) -> None:
    folder = write_landed(tmp_path / "landed", "a-m", PATTERNS_ONLY.fingerprint)
    (folder / "feedback.parquet").write_bytes(b"not parquet")
    assert sweep(tmp_path / "landed") == 0


def test_a_file_without_anything_to_hide_is_only_marked(tmp_path: Path) -> None:
    folder = write_landed(tmp_path / "landed", "a-m", texts={"text": ["all is well"]})
    (folder / "rejected.parquet").unlink()
    before = (folder / "feedback.parquet").stat().st_mtime_ns
    assert sweep(tmp_path / "landed") == 0
    assert (folder / "feedback.parquet").stat().st_mtime_ns == before
    assert read_description(folder).redaction == PATTERNS_ONLY.fingerprint


def test_tools_of_a_project_are_run_over_what_was_landed_before(tmp_path: Path) -> None:
    def hide(texts: Sequence[str]) -> list[str]:
        return [text.replace("Anna", "[name]") for text in texts]

    folder = write_landed(tmp_path / "landed", "a-m", PATTERNS_ONLY.fingerprint)
    assert sweep(tmp_path / "landed", Redactor("with names", (hide,))) == 1
    assert pl.read_parquet(folder / "feedback.parquet").sort("event_key")["text"][1] == "fine, [name]"


def test_a_sweep_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def fail(texts: Sequence[str]) -> list[str]:
        raise RuntimeError("the tool is broken")

    folder = write_landed(tmp_path / "landed", "a-m", PATTERNS_ONLY.fingerprint)
    with pytest.raises(RuntimeError):
        sweep(tmp_path / "landed", Redactor("broken", (fail,)))
    assert pl.read_parquet(folder / "feedback.parquet").sort("event_key")["text"].to_list() == OLD["text"]
    assert read_description(folder).redaction == PATTERNS_ONLY.fingerprint
