"""A night as its users meet it: published whole, once, and only when there is something new."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journeymine.errors import LockedError, WarehouseError
from journeymine.settings import read_settings
from journeymine.steps import lock as locking
from journeymine.steps.analyses import ANALYSES
from journeymine.steps.lock import open_lock, read_last_run
from journeymine.steps.night import NightResult, run_night, run_report
from journeymine.steps.publish import find_current, read_record
from journeymine.warehouse.connection import open_database
from tests.flows.published import find_differences
from tests.flows.small_shop import KEY, write_drop


def run(project: Path, **options: object) -> NightResult:
    said: list[str] = []
    result = run_night(read_settings(project), KEY, announce=said.append, **options)  # type: ignore[arg-type]
    assert said, "a run says what it does"
    return result


def read_rows(project: Path, sql: str) -> list[tuple[object, ...]]:
    with open_database(project / "warehouse" / "current" / "journeymine.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def find_night(project: Path) -> Path:
    current = find_current(project / "warehouse")
    assert current is not None
    return current


def test_second_night_touches_some_customers_and_equals_a_full_rebuild(published, tmp_path):
    write_drop(published, 2)
    other = Path(shutil.copytree(published, tmp_path / "other", symlinks=True))
    second = run(published)
    full = run(other, is_full=True)
    assert (second.record.is_full_build, full.record.is_full_build) == (False, True)
    assert 0 < second.record.touched_customer_count < full.record.touched_customer_count
    assert second.new_file_count == 1
    assert read_rows(published, "select count(*) > 0 from core.customer_merges") == [(True,)], "a late login merged two"
    assert find_differences(second.folder, full.folder) == []


def test_run_with_nothing_new_says_so_and_publishes_nothing(published):
    before = find_night(published)
    again = run(published)
    assert not again.is_published
    assert again.folder == find_night(published) == before
    assert read_last_run(published / "warehouse").outcome == "nothing new"
    assert list((published / "warehouse" / "nights").iterdir()) == [before]


OWN_QUERIES = """
[[maps]]
name = "Early birds"
customers = "select customer_id from core.customers order by first_seen_at limit 2"

[[maps]]
name = "Nobody"
customers = "select customer from core.customers"

[[maps]]
name = "From a file"
file = "best.csv"

[[maps]]
name = "No file"
file = "worst.csv"

[[lanes]]
name = "Channels by steps"
query = "select stage, channel as content, count(distinct customer_id) as n from core.journey_steps group by all"

[[lanes]]
name = "Files"
query = "select filename as stage, content, 1 as n from read_text('journeymine.toml')"
"""


def test_changed_setting_is_new_even_without_a_new_file_and_own_queries_that_fail_are_warnings(published):
    settings = published / "journeymine.toml"
    settings.write_text(settings.read_text() + '\n[sessions]\ngap = "10m"\n' + OWN_QUERIES)
    (published / "best.csv").write_text("user_id\nuser1\nuser2\nstranger\n")
    again = run(published)
    assert again.is_published
    assert again.record.is_full_build
    left_out = [warning for warning in again.warnings if "left out" in warning]
    assert len(left_out) == 3
    assert "Nobody" in left_out[0]
    assert "worst.csv" in left_out[1]
    assert "read_text" in left_out[2]
    assert "The map of From a file: lines of best.csv that name nobody we know: 1." in again.warnings
    maps = "select persona_id, customer_count from analysis.journey_maps where map_kind = 'list' and scenario = 'all'"
    assert sorted(read_rows(published, maps)) == [("list-early-birds", 2), ("list-from-a-file", 2)]
    assert read_rows(published, "select count(*) > 0 from analysis.journey_map where lane = 'Channels by steps'") == [
        (True,)
    ]


def test_changed_rule_is_new_even_where_an_earlier_version_remembered_less(published):
    with open_database(find_night(published) / "journeymine.duckdb") as connection:
        remembered = {table: columns for analysis in ANALYSES for table, columns in analysis.last_inputs.items()}
        for table, columns in remembered.items():
            connection.execute(f"alter table {table} drop column {list(columns)[-1]}")
    assert remembered
    rules = published / "touchpoints.toml"
    rules.write_text(rules.read_text().replace("Product page", "Page of a product"))
    assert run(published).is_published
    assert read_rows(published, "select 1 from core.touchpoints where touchpoint = 'Page of a product'")


def test_setting_that_changes_no_table_is_not_new(published):
    settings = published / "journeymine.toml"
    settings.write_text(settings.read_text().replace('"1GB"', '"900MB"'))
    assert not run(published).is_published


def test_other_end_of_observation_is_new_and_so_is_going_back_to_the_default(published):
    usual = read_record(find_night(published)).as_of
    later = datetime(2027, 3, 1, tzinfo=UTC)
    moved = run(published, as_of=later)
    assert moved.is_published
    assert datetime.fromisoformat(moved.record.as_of) == later
    assert not run(published, as_of=later).is_published
    back = run(published)
    assert back.is_published
    assert back.record.as_of == usual


def test_night_that_failed_leaves_the_last_one_and_is_removed(published, monkeypatch):
    before = find_night(published)
    write_drop(published, 2)

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", "some/file")

    monkeypatch.setattr("journeymine.steps.night.analyse", fail)
    with pytest.raises(WarehouseError, match="some/file: Input/output error"):
        run(published)
    assert list((published / "warehouse" / "nights").iterdir()) == [before]
    last = read_last_run(published / "warehouse")
    assert (last.step, last.outcome) == ("analyse", "failed")
    monkeypatch.undo()
    assert run(published).is_published, "the file landed by the failed run is still new to the published night"


def test_second_run_at_the_same_time_is_refused(project, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.0)
    (project / "warehouse").mkdir()
    with open_lock(project / "warehouse", "run"), pytest.raises(LockedError, match="another run holds the warehouse"):
        run(project)
    assert not (project / "warehouse" / "nights").exists()


def test_last_nights_are_kept_and_the_history_of_metrics_is_never_pruned(published):
    settings = published / "journeymine.toml"
    settings.write_text(settings.read_text().replace("keep_nights = 7", "keep_nights = 1"))
    nights = [find_night(published).name]
    for day in (2, 3):
        write_drop(published, day)
        nights.append(run(published).record.night_id)
    kept = sorted(night.name for night in (published / "warehouse" / "nights").iterdir())
    assert kept == nights[1:], "the last one, and the one it replaced a moment ago"
    history = read_rows(published, "select distinct night_id from meta.metric_history order by night_id")
    assert [row[0] for row in history] == nights


def test_report_swaps_in_a_new_site_beside_the_same_database(published):
    before = find_night(published)
    (before / "site" / "index.html").write_text("spoiled")
    folder = run_report(read_settings(published), announce=lambda _: None)
    assert find_night(published) == folder != before
    assert "</html>" in (folder / "site" / "index.html").read_text()
    assert (folder / "journeymine.duckdb").samefile(before / "journeymine.duckdb")
    assert read_record(folder) == read_record(before)
    assert not run(published).is_published, "a new site is no new night"
    write_drop(published, 2)
    assert not run(published).record.is_full_build, "the next night builds on it"


def test_report_of_a_night_whose_tables_were_others_asks_for_a_new_night(published):
    night = find_night(published)
    with open_database(night / "journeymine.duckdb") as connection:
        connection.execute("alter table report.headline_metrics rename column metric to measure")
    with pytest.raises(KeyError, match="metric"):
        run_report(read_settings(published), announce=lambda _: None)
    record = (night / "night.json").read_text()
    (night / "night.json").write_text(record.replace(read_record(night).code_hash, "of another version"))
    with pytest.raises(WarehouseError, match="another version of the program"):
        run_report(read_settings(published), announce=lambda _: None)
    assert find_night(published) == night


def test_warehouse_whose_link_was_lost_is_built_anew_from_landed_files(published):
    before = find_night(published)
    (published / "warehouse" / "current").unlink()
    (published / "drops" / "day01.csv").unlink()
    write_drop(published, 2)
    assert run(published).is_published
    assert read_rows(published, "select count(*) from raw.files") == [(2,)]
    assert before.is_dir()


def test_reader_in_another_process_never_sees_an_error_or_half_a_night(published, tmp_path):
    stop = tmp_path / "stop"
    script = Path(__file__).with_name("reading_loop.py")
    command = [sys.executable, script, published / "warehouse", stop]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    for day in (2, 3):
        write_drop(published, day)
        run(published)
        run_report(read_settings(published), announce=lambda _: None)
    stop.touch()
    told = json.loads(reader.communicate()[0])
    assert told["wrong"] == []
    assert len(told["nights"]) >= 2, "it saw nights change"
    assert told["read_count"] > 20
