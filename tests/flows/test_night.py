"""A night as its users meet it: published whole, once, and only when there is something new."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journeymine.errors import LockedError
from journeymine.settings import read_settings
from journeymine.steps import lock as locking
from journeymine.steps.lock import open_lock, read_last_run
from journeymine.steps.night import NightResult, run_night, run_report
from journeymine.steps.publish import find_current, read_record
from journeymine.warehouse.connection import open_database
from tests.flows.published import find_differences
from tests.flows.small_shop import write_drop, write_project


def run(project: Path, **options: object) -> NightResult:
    said: list[str] = []
    key = bytes.fromhex((project / "journeymine.key").read_text())
    result = run_night(read_settings(project), key, announce=said.append, **options)  # type: ignore[arg-type]
    assert said, "a run says what it does"
    return result


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shop")


def read_rows(project: Path, sql: str) -> list[tuple[object, ...]]:
    with open_database(project / "warehouse" / "current" / "journeymine.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_second_night_touches_some_customers_and_equals_a_full_rebuild(project):
    first = run(project)
    write_drop(project, 2)
    second = run(project)
    assert (first.record.is_full_build, second.record.is_full_build) == (True, False)
    assert second.record.touched_customer_count > 0
    assert second.new_file_count == 1
    full = run(project, is_full=True)
    assert full.record.is_full_build
    assert full.is_published
    history = {"meta.metric_history"}  # holds one night more
    assert set(find_differences(second.folder, full.folder)) <= history


def test_run_with_nothing_new_says_so_and_publishes_nothing(project):
    first = run(project)
    again = run(project)
    assert not again.is_published
    assert again.folder == first.folder == find_current(project / "warehouse")
    assert read_last_run(project / "warehouse").outcome == "nothing new"
    assert [night.name for night in (project / "warehouse" / "nights").iterdir()] == [first.folder.name]


def test_changed_setting_is_new_even_without_a_new_file(project):
    run(project)
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text() + '\n[sessions]\ngap = "10m"\n')
    again = run(project)
    assert again.is_published
    assert again.record.is_full_build


def test_changed_rule_is_new_even_without_a_new_file(project):
    run(project)
    rules = project / "touchpoints.toml"
    rules.write_text(rules.read_text().replace("Product page", "Page of a product"))
    assert run(project).is_published
    assert read_rows(project, "select 1 from core.touchpoints where touchpoint = 'Page of a product'")


def test_setting_that_changes_no_table_is_not_new(project):
    run(project)
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text().replace('"1GB"', '"900MB"'))
    assert not run(project).is_published


def test_other_end_of_observation_is_new_and_so_is_going_back_to_the_default(project):
    first = run(project)
    later = datetime(2027, 3, 1, tzinfo=UTC)
    moved = run(project, as_of=later)
    assert moved.is_published
    assert datetime.fromisoformat(moved.record.as_of) == later
    assert not run(project, as_of=later).is_published
    back = run(project)
    assert back.is_published
    assert back.record.as_of == first.record.as_of


def test_night_that_failed_leaves_the_last_one_and_is_removed(project, monkeypatch):
    first = run(project)
    write_drop(project, 2)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error", "some/file")

    monkeypatch.setattr("journeymine.steps.night.report", fail)
    with pytest.raises(Exception, match="some/file: Input/output error"):
        run(project)
    assert find_current(project / "warehouse") == first.folder
    assert [night.name for night in (project / "warehouse" / "nights").iterdir()] == [first.folder.name]
    last = read_last_run(project / "warehouse")
    assert (last.step, last.outcome) == ("report", "failed")
    monkeypatch.undo()
    assert run(project).is_published, "the file landed by the failed run is still new to the published night"


def test_second_run_at_the_same_time_is_refused(project, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.0)
    (project / "warehouse").mkdir()
    with open_lock(project / "warehouse", "run"), pytest.raises(LockedError, match="another run holds the warehouse"):
        run(project)
    assert not (project / "warehouse" / "nights").exists()


def test_last_nights_are_kept_and_the_history_of_metrics_is_never_pruned(tmp_path):
    project = write_project(tmp_path / "shop", keep_nights=2)
    nights = []
    for day in (2, 3, 4, 5):
        nights.append(run(project).record.night_id)
        write_drop(project, day)
    kept = sorted(night.name for night in (project / "warehouse" / "nights").iterdir())
    assert kept == nights[-2:]
    history = read_rows(project, "select distinct night_id from meta.metric_history order by night_id")
    assert [row[0] for row in history] == nights


def test_report_swaps_in_a_new_site_beside_the_same_database(project):
    first = run(project)
    (first.folder / "site" / "index.html").write_text("spoiled")
    folder = run_report(read_settings(project), announce=lambda _: None)
    current = project / "warehouse" / "current"
    assert current.resolve() == folder.resolve()
    assert "</html>" in (current / "site" / "index.html").read_text()
    assert (current / "journeymine.duckdb").samefile(first.folder / "journeymine.duckdb")
    assert read_record(folder) == read_record(first.folder)
    assert not run(project).is_published, "a new site is no new night"


def test_night_after_a_new_site_is_incremental(project):
    run(project)
    run_report(read_settings(project), announce=lambda _: None)
    write_drop(project, 2)
    assert not run(project).record.is_full_build


def test_warehouse_whose_link_was_lost_is_built_anew_from_landed_files(project):
    first = run(project)
    (project / "warehouse" / "current").unlink()
    (project / "drops" / "day01.csv").unlink()
    write_drop(project, 2)
    assert run(project).is_published
    assert read_rows(project, "select count(*) from raw.files") == [(2,)]
    assert first.folder.is_dir()


def test_reader_in_another_process_never_sees_an_error_or_half_a_night(tmp_path):
    project = write_project(tmp_path / "shop", keep_nights=2)
    run(project)
    stop = tmp_path / "stop"
    script = Path(__file__).with_name("reading_loop.py")
    command = [sys.executable, script, project / "warehouse", stop]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    for day in (2, 3):
        write_drop(project, day)
        run(project)
        run_report(read_settings(project), announce=lambda _: None)
    stop.touch()
    told = json.loads(reader.communicate()[0])
    assert told["wrong"] == []
    assert len(told["nights"]) >= 2, "it saw nights change"
    assert told["read_count"] > 20
