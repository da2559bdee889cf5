"""`journeymine rejects` lists what was not loaded, and tries it again once the reason is mended."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from typer.testing import CliRunner

from journeymine.cli import app
from journeymine.privacy.keyfile import read_key
from journeymine.settings import read_settings
from journeymine.steps.ingest import ingest
from journeymine.steps.night import run_night
from journeymine.steps.rejects import retry_rejects

ROWS = """event,timestamp,user_id
view,2026-11-01T10:00:00,ann
view,01.11.2026 10:05,ann
buy,,bob@example.com
buy,02.11.2026 10:05,bob@example.com
"""


def query(journeymine, project, sql):
    asked = journeymine("query", sql, "--project", project, "--json")
    assert asked.code == 0, asked.err
    return json.loads(asked.out)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory):
    """A published project with three rejected rows, two of them for their dates. Nobody may write in it."""
    project = tmp_path_factory.mktemp("rejects") / "shop"
    assert CliRunner().invoke(app, ["init", str(project)]).exit_code == 0
    (project / "data").mkdir()
    (project / "data" / "events.csv").write_text(ROWS)
    run_night(read_settings(project), read_key(project / "journeymine.key"), announce=lambda _: None)
    return project


@pytest.fixture
def night(first_night, tmp_path):
    """A copy of the published project for one test."""
    return shutil.copytree(first_night, tmp_path / "night", symlinks=True)


def read_dates(project):
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text().replace("#time_format =", "time_format ="))


def test_rows_are_listed_redacted_with_file_line_and_reasons(night, journeymine):
    shown = journeymine("rejects", "--project", night)
    assert shown.code == 0
    assert "events  data/events.csv:3  occurred_at cannot be read as a time: day or month first?" in shown.out
    assert "events  data/events.csv:4  occurred_at is missing" in shown.out
    assert "bob@example.com" not in shown.out


def test_reasons_are_counted_the_most_frequent_first(night, journeymine):
    counted = json.loads(journeymine("rejects", "--project", night, "--by-reason", "--json").out)
    assert [row["rejected_count"] for row in counted] == [2, 1]
    assert counted[1]["reason"] == "occurred_at is missing"
    assert counted[1]["example"] == "data/events.csv:4"


def test_rows_can_be_chosen_by_reason_and_source(night, journeymine):
    chosen = json.loads(journeymine("rejects", "--project", night, "--reason", "MISSING", "--json").out)
    assert [row["line_number"] for row in chosen] == [4]
    refused = journeymine("rejects", "--project", night, "--source", "event")
    assert refused.code == 2
    assert "Did you mean 'events'?" in refused.err


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_all_rows_are_exported(night, journeymine, tmp_path, ending):
    out = tmp_path / f"rejects{ending}"
    assert journeymine("rejects", "--project", night, "--out", out).code == 0
    rows = pl.read_csv(out) if ending == ".csv" else pl.read_parquet(out)
    assert rows["line_number"].to_list() == [3, 4, 5]
    assert journeymine("rejects", "--project", night, "--out", tmp_path / "rejects.xls").code == 2


def test_retry_after_a_mended_setting_loads_the_rows_and_the_next_night_publishes_them(night, journeymine):
    read_dates(night)
    retried = journeymine("rejects", "retry", "--project", night)
    assert retried.code == 0, retried.err
    assert "2 of 3 rejected rows are loaded now" in retried.out
    left = json.loads(journeymine("rejects", "--project", night, "--json").out)
    assert [row["line_number"] for row in left] == [4]
    assert journeymine("run", "--project", night).code in (0, 3)
    assert query(journeymine, night, "select count(*) as n from core.events") == [{"n": 3}]
    assert query(journeymine, night, "select loaded_count, rejected_count from raw.files") == [
        {"loaded_count": 3, "rejected_count": 1}
    ]


def test_retry_says_which_file_is_gone_and_keeps_its_rows(night, journeymine):
    read_dates(night)
    (night / "data" / "events.csv").rename(night / "data" / "gone")
    retried = journeymine("rejects", "retry", "--project", night)
    assert retried.code == 3
    assert "nothing matches" in retried.out
    (night / "data" / "other.csv").write_text(ROWS.replace("buy", "sell"))
    retried = journeymine("rejects", "retry", "--project", night)
    assert retried.code == 3
    assert "the file is gone or changed: its 3 rows stay rejected" in retried.out
    assert len(json.loads(journeymine("rejects", "--project", night, "--json").out)) == 3


def test_retry_finds_a_file_that_was_renamed(night, journeymine):
    read_dates(night)
    (night / "data" / "events.csv").rename(night / "data" / "renamed.csv")
    assert "2 of 3 rejected rows" in journeymine("rejects", "retry", "--project", night).out


def test_what_lay_in_the_future_is_loaded_when_its_time_has_come(project, journeymine):
    (project / "data").mkdir()
    (project / "data" / "events.csv").write_text("event,timestamp,user_id\nview,2026-12-24T10:00:00,ann\n")
    settings, key = read_settings(project), read_key(project / "journeymine.key")
    early = datetime(2026, 12, 1, tzinfo=UTC)
    [before] = ingest(settings, key, "run", lambda _: None, now=early).landed
    assert (before.loaded_count, before.rejected_count) == (0, 1)
    [same] = retry_rejects(settings, key, None, lambda _: None, now=early + timedelta(days=1))
    assert same.loaded_count == 0
    [retried] = retry_rejects(settings, key, None, lambda _: None, now=datetime(2026, 12, 25, tzinfo=UTC))
    assert (retried.loaded_count, retried.rejected_count) == (1, 0)
    [after] = ingest(settings, key, "run", lambda _: None, now=early).landed
    assert (after.loaded_count, after.rejected_count, after.is_new) == (1, 0, False)
    assert after.mapping_hash != before.mapping_hash


def test_project_without_rejects_has_nothing_to_show_or_to_try(project, journeymine):
    assert "No row is rejected." in journeymine("rejects", "--project", project).out
    assert "No row is rejected." in journeymine("rejects", "retry", "--project", project).out
