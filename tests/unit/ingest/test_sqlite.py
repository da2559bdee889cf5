"""SQLite databases: read by a query, from a watermark on, landed as files are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from journeymine.contracts.landed import LandedFile
from journeymine.ingest.inspect import inspect_source
from journeymine.steps.ingest import IngestResult
from tests.unit.ingest.conftest import KEY, NOW, Project, read

COLUMNS = "id integer primary key, happened text, user_id text, email text, amount real, updated_at text"
QUERY = (
    "select 'order' as event_name, id as event_id, happened as occurred_at, * from orders where updated_at > :watermark"
)
MARK = {"column": "updated_at", "overlap": "1h"}


def fill(folder: Path, *rows: tuple[Any, ...]) -> None:
    """Add rows to the table of orders."""
    with closing(sqlite3.connect(folder / "shop.sqlite")) as connection:
        connection.execute(f"create table if not exists orders ({COLUMNS})")
        connection.executemany("insert or replace into orders values (?, ?, ?, ?, ?, ?)", rows)
        connection.commit()


def order(number: int, hour: int, **changes: Any) -> tuple[Any, ...]:
    """Return an order of an hour of the day."""
    moment = f"2026-11-01 {hour:02}:00:00"
    plain = {"at": moment, "user": f"u{number}", "email": f"anna{number}@example.com", "amount": 9.5, "updated": moment}
    return number, *(plain | changes).values()


def list_orders(result: IngestResult | list[LandedFile]) -> list[str]:
    """Return the ids of all landed orders, repeated as often as they were landed."""
    landed = result.landed if isinstance(result, IngestResult) else result
    frames = [read(file, "events") for file in landed if file.loaded_count]
    return sorted(pl.concat(frames)["event_id"], key=int) if frames else []


@pytest.fixture
def shop(project: Project) -> Project:
    """A project with a database of two orders."""
    fill(project.folder, order(1, 8), order(2, 10))
    project.source(kind="events", path="shop.sqlite", query=QUERY, watermark=MARK)
    return project


def test_each_night_reads_on_from_the_watermark_less_the_overlap(shop: Project) -> None:
    assert list_orders(shop.land()) == ["1", "2"]
    fill(shop.folder, order(3, 12))
    landed = {file.file_hash: file for file in shop.land().landed}
    (new,) = (file for file in landed.values() if file.is_new)
    assert list_orders([new]) == ["2", "3"], "order 2 lies within the overlap of an hour"
    assert (new.span["start"], new.span["end"]) == ("2026-11-01 09:00:00", "2026-11-01 12:00:00")


def test_a_night_without_new_rows_lands_nothing(shop: Project) -> None:
    shop.land()
    second = shop.land()
    third = shop.land()
    assert len(second.landed) == len(third.landed), "what lies within the overlap is landed once more, and then known"
    assert not any(file.is_new for file in third.landed)


def test_rows_that_are_read_twice_have_one_key(shop: Project) -> None:
    shop.land()
    fill(shop.folder, order(3, 12))
    keys = pl.concat([read(file, "events") for file in shop.land().landed])
    assert keys.height == 4
    assert keys["event_key"].n_unique() == 3


def test_a_reading_that_dies_leaves_the_watermark(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die)
        with pytest.raises(KeyboardInterrupt):
            shop.land()
    assert list_orders(shop.land()) == ["1", "2"]


def test_a_refused_reading_leaves_the_watermark(shop: Project) -> None:
    whole = shop.sources["shop"]
    shop.source(kind="events", path="shop.sqlite", query=QUERY.replace("'order' as event_name, ", ""), watermark=MARK)
    assert "event_name" in shop.land().refused[0].reason
    shop.sources["shop"] = whole
    assert list_orders(shop.land()) == ["1", "2"]


def test_a_changed_query_is_read_from_its_beginning(shop: Project) -> None:
    shop.land()
    shop.source(kind="events", path="shop.sqlite", query=QUERY + " and id > 0", watermark=MARK)
    assert not any(file.is_new for file in shop.land().landed), "the same rows are known by what they hold"
    fill(shop.folder, order(3, 12))
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert "3" in list_orders([new])


def test_a_row_of_the_far_future_does_not_stop_the_reading(shop: Project) -> None:
    fill(shop.folder, order(9, 9, updated="2999-01-01 00:00:00"))
    shop.land()
    fill(shop.folder, order(3, 12))
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert list_orders([new]) == ["2", "3", "9"]


def test_a_watermark_of_numbers_has_an_overlap_of_numbers(shop: Project) -> None:
    query = QUERY.replace("updated_at >", "id >")
    shop.source(kind="events", path="shop.sqlite", query=query, watermark={"column": "id", "overlap": 1})
    shop.land()
    fill(shop.folder, order(3, 12), order(10, 13))
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert list_orders([new]) == ["2", "3", "10"]
    shop.source(kind="events", path="shop.sqlite", query=query, watermark={"column": "id", "overlap": "1h"})
    assert "must be a number" in shop.land().refused[0].reason


def test_a_query_without_a_watermark_is_read_whole(shop: Project) -> None:
    query = QUERY.split(" where")[0] + "  -- all of it"
    shop.source(kind="events", path="shop.sqlite", query=query)
    assert list_orders(shop.land()) == ["1", "2"]
    assert not any(file.is_new for file in shop.land().landed)
    fill(shop.folder, order(3, 12))
    (new,) = (file for file in shop.land().landed if file.is_new)
    assert list_orders([new]) == ["1", "2", "3"]


def test_books_of_an_extract_balance_and_rejected_rows_are_hidden(shop: Project) -> None:
    fill(shop.folder, order(3, 11, at="yesterday"))
    landed = shop.land_one()
    assert (landed.line_count, landed.header_count, landed.loaded_count, landed.rejected_count) == (3, 0, 2, 1)
    (row,) = read(landed, "rejected").iter_rows(named=True)
    assert "anna" not in row["line_text"]
    assert '"u3"' not in row["line_text"]
    assert row["reasons"] == ["occurred_at cannot be read as a time"]


def test_nothing_personal_reaches_the_disk(shop: Project) -> None:
    shop.land()
    files = [path for path in shop.folder.rglob("*") if path.is_file() and path.name != "shop.sqlite"]
    assert files
    assert not [path for path in files if b"anna" in path.read_bytes()]


def test_the_hash_of_an_extract_does_not_depend_on_the_order_of_its_rows(shop: Project) -> None:
    first = shop.land_one()
    shop.source(kind="events", path="shop.sqlite", query=QUERY + " order by id desc", watermark=MARK)
    assert shop.land_one().file_hash == first.file_hash


def test_rejected_rows_are_read_again_while_the_database_holds_them(shop: Project) -> None:
    from journeymine.steps.rejects import retry_rejects

    fill(shop.folder, order(3, 11, amount=5e9))
    assert shop.land_one().rejected_count == 1
    fill(shop.folder, order(4, 12))
    shop.source(kind="events", path="shop.sqlite", query=QUERY, watermark=MARK, limits={"amount": 10**10})
    (retried,) = retry_rejects(shop.settings, KEY, None, shop.messages.append, now=NOW)
    assert (retried.rejected_count, retried.problem) == (0, None)
    assert "4" in list_orders(shop.land()), "the watermark stands where it stood"


def test_a_retry_says_when_the_database_holds_other_rows(shop: Project) -> None:
    from journeymine.steps.rejects import retry_rejects

    fill(shop.folder, order(3, 11, amount=5e9))
    shop.land()
    fill(shop.folder, order(2, 10, amount=1.0))
    (retried,) = retry_rejects(shop.settings, KEY, None, shop.messages.append, now=NOW)
    assert retried.problem is not None
    assert "holds other rows" in retried.problem
    assert retried.rejected_count == 1


def test_values_are_read_as_the_database_writes_them(shop: Project) -> None:
    with closing(sqlite3.connect(shop.folder / "shop.sqlite")) as connection:
        connection.execute("create table kinds (a, b, c, d, e)")
        connection.execute("insert into kinds values (12, 0.1, x'00ff', null, 'Ąę')")
        connection.commit()
    query = "select 'x' as event_name, '2026-11-01' as occurred_at, 'u' as user_id, * from kinds"
    shop.source(kind="events", path="shop.sqlite", query=query)
    props = read(shop.land_one(), "events")["props"].item()
    assert props == '{"a":"12","b":"0.1","c":"00ff","e":"Ąę"}'


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"path": "nowhere.sqlite"}, "there is no such file"),
        ({"path": "journeymine.toml"}, "no SQLite database"),
        ({"query": "select * from nobody"}, "no such table"),
        ({"query": "select cast(x'ff' as text) as event_name from orders"}, "not UTF-8"),
        ({"query": "delete from orders"}, "refuses the query"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(shop: Project, settings: dict[str, str], told: str) -> None:
    shop.write("journeymine.toml", "[project]\n" * 200)
    shop.source(**({"kind": "events", "path": "shop.sqlite", "query": "select * from orders"} | settings))
    (refused,) = shop.land().refused
    assert told in refused.reason


def test_check_looks_at_a_sample_and_moves_no_watermark(shop: Project) -> None:
    report = inspect_source(shop.settings, "shop", KEY, now=NOW, sampled_lines=1)
    (file,) = report.files
    assert (file.row_count, file.is_sample, report.event_names) == (1, True, {"order": 1})
    assert not (shop.folder / "warehouse").exists()
    assert list_orders(shop.land()) == ["1", "2"]


def test_an_empty_table_is_no_mistake(project: Project) -> None:
    fill(project.folder)
    project.source(kind="events", path="shop.sqlite", query=QUERY, watermark=MARK)
    assert not project.land().refused
