"""A night appears whole or not at all, and old nights go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journeymine.errors import WarehouseError
from journeymine.steps.publish import (
    NightRecord,
    clear_leftovers,
    drop_old_nights,
    find_current,
    find_nights,
    find_published,
    publish,
    read_record,
    start_night,
    start_revision,
)

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)

RECORD = NightRecord(
    night_id="20261122T013000Z",
    run_id="run",
    started_at="2026-11-22T01:30:00+00:00",
    ended_at="2026-11-22T01:31:00+00:00",
    as_of="2026-11-21T23:59:59+00:00",
    is_as_of_given=False,
    is_full_build=True,
    touched_customer_count=3,
    new_event_count=9,
    inputs_hash="a",
    settings_hash="b",
    code_hash="c",
    warnings=["a file was refused: 'żółw'"],
)


def fill(night: Path) -> Path:
    (night / "site").mkdir()
    (night / "site" / "index.html").write_text("<p>site</p>")
    (night / "journeymine.duckdb").write_text(f"database of {night.name}")
    return night


def run(warehouse: Path, day: int = 22, keep: int = 7, now: datetime | None = None) -> Path:
    before = find_current(warehouse)
    night = fill(start_night(warehouse, now or NOW.replace(day=day)))
    publish(warehouse, night, replace(RECORD, night_id=night.name))
    drop_old_nights(warehouse, keep, before)
    return night


def names(warehouse: Path) -> list[str]:
    return sorted(night.name for night in (warehouse / "nights").iterdir())


def test_published_night_is_current_with_database_site_and_record(tmp_path):
    night = run(tmp_path)
    assert find_current(tmp_path) == night
    assert (tmp_path / "current" / "journeymine.duckdb").read_text() == f"database of {night.name}"
    assert (tmp_path / "current" / "site" / "index.html").is_file()
    assert read_record(tmp_path / "current") == replace(RECORD, night_id=night.name)


def test_current_is_a_relative_link_so_that_the_warehouse_can_move(tmp_path):
    (tmp_path / "here").mkdir()
    run(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert find_current(tmp_path / "there") is not None


def test_night_of_the_same_second_is_of_the_next(tmp_path):
    started = [start_night(tmp_path, NOW).name for _ in range(3)]
    assert started == ["20261122T013000Z", "20261122T013001Z", "20261122T013002Z"]


def test_nights_after_a_clock_was_set_back_are_later_ones_all_the_same(tmp_path):
    ahead = run(tmp_path, now=NOW.replace(year=2027))
    (tmp_path / "nights" / "kept by hand").mkdir()
    (tmp_path / "nights" / "kept by hand" / "night.json").write_text("{}")
    after = run(tmp_path, now=NOW)
    third = run(tmp_path, now=NOW)
    assert [night.name for night in (ahead, after, third)] == [
        "20271122T013000Z",
        "20271122T013001Z",
        "20271122T013002Z",
    ]
    assert run(tmp_path, now=NOW.replace(year=2028)).name == "20281122T013000Z"


def test_latest_night_comes_first_and_tenth_of_a_second_is_after_the_second(tmp_path):
    for name in ("20261122T013000Z-2", "20261122T013000Z-10", "20261122T013000Z"):  # as they were once named
        night = tmp_path / "nights" / name
        night.mkdir(parents=True)
        publish(tmp_path, fill(night), RECORD)
    assert [night.name for night in find_nights(tmp_path)][:2] == ["20261122T013000Z-10", "20261122T013000Z-2"]


@pytest.mark.parametrize("missing", ["journeymine.duckdb", "site/index.html"])
def test_night_that_is_not_whole_is_not_published(tmp_path, missing):
    first = run(tmp_path, day=21)
    night = fill(start_night(tmp_path, NOW))
    (night / missing).unlink()
    with pytest.raises(WarehouseError):
        publish(tmp_path, night, RECORD)
    assert find_current(tmp_path) == first
    assert not (night / "night.json").exists()


def test_database_that_was_not_closed_is_not_published(tmp_path):
    night = fill(start_night(tmp_path, NOW))
    (night / "journeymine.duckdb.wal").write_text("")
    with pytest.raises(WarehouseError, match="not closed"):
        publish(tmp_path, night, RECORD)
    assert find_current(tmp_path) is None


def test_last_nights_are_kept_and_older_ones_dropped(tmp_path):
    for day in range(1, 10):
        run(tmp_path, day=day, keep=3)
    assert names(tmp_path) == ["20261107T013000Z", "20261108T013000Z", "20261109T013000Z"]


def test_night_just_replaced_stays_even_when_one_is_kept(tmp_path):
    """A reader that found it a moment ago is still at it."""
    for day in range(1, 4):
        run(tmp_path, day=day, keep=1)
    assert names(tmp_path) == ["20261102T013000Z", "20261103T013000Z"]


def test_current_night_is_never_dropped_even_when_someone_went_back(tmp_path):
    for day in range(1, 4):
        run(tmp_path, day=day)
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("nights/20261101T013000Z")
    drop_old_nights(tmp_path, 1)
    assert names(tmp_path) == ["20261101T013000Z", "20261103T013000Z"]


def test_what_killed_runs_left_is_removed_and_finished_nights_stay(tmp_path):
    night = run(tmp_path, day=21)
    left = fill(start_night(tmp_path, NOW))
    (tmp_path / ".current.999").symlink_to("nights/nowhere")
    assert clear_leftovers(tmp_path) == [left.name]
    assert names(tmp_path) == [night.name]
    assert not (tmp_path / ".current.999").is_symlink()
    assert clear_leftovers(tmp_path) == []


def test_published_night_without_its_record_is_not_taken_for_a_leftover(tmp_path):
    night = run(tmp_path)
    (night / "night.json").unlink()
    assert clear_leftovers(tmp_path) == []
    assert night.is_dir()


def test_night_half_dropped_by_a_killed_run_is_a_leftover(tmp_path):
    run(tmp_path, day=20)
    run(tmp_path, day=21)
    (tmp_path / "nights" / "20261120T013000Z" / "night.json").unlink()
    assert clear_leftovers(tmp_path) == ["20261120T013000Z"]


def test_link_that_points_nowhere_counts_as_nothing_published(tmp_path):
    (tmp_path / "current").symlink_to("nights/gone")
    assert find_current(tmp_path) is None
    with pytest.raises(WarehouseError, match="nothing has been published"):
        find_published(tmp_path)
    night = run(tmp_path)
    assert find_current(tmp_path) == night


def test_current_that_became_a_folder_is_explained(tmp_path):
    (tmp_path / "current").mkdir()
    with pytest.raises(WarehouseError, match="not a link"):
        run(tmp_path)


def test_damaged_record_says_what_to_do(tmp_path):
    night = run(tmp_path)
    (night / "night.json").write_text("{}")
    with pytest.raises(WarehouseError, match="--full"):
        read_record(night)


def test_revision_shares_the_database_and_replaces_the_site(tmp_path):
    night = run(tmp_path)
    revision = start_revision(tmp_path, night)
    assert revision.name == "20261122T013000Z-r2"
    assert (night / "journeymine.duckdb").samefile(revision / "journeymine.duckdb")
    assert start_revision(tmp_path, revision).name == "20261122T013000Z-r3"


def test_revision_of_a_night_someone_went_back_to_gets_the_next_free_number(tmp_path):
    night = run(tmp_path)
    start_revision(tmp_path, night)
    assert start_revision(tmp_path, night).name == "20261122T013000Z-r3"


def test_revisions_of_a_night_count_once_and_only_the_latest_is_kept(tmp_path):
    run(tmp_path, day=21)
    night = run(tmp_path, day=22)
    for _ in range(4):
        revision = start_revision(tmp_path, night)
        (revision / "site").mkdir()
        (revision / "site" / "index.html").write_text("new")
        publish(tmp_path, revision, RECORD)
        drop_old_nights(tmp_path, 2, night)
        night = revision
    assert names(tmp_path) == ["20261121T013000Z", "20261122T013000Z-r4", "20261122T013000Z-r5"]


def test_database_is_not_readable_by_strangers(tmp_path):
    night = run(tmp_path)
    assert (night / "journeymine.duckdb").stat().st_mode & 0o777 == 0o640
