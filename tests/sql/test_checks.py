"""The checks that guard publication, each with rows it lets pass and rows it must find."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import sql_folder

BALANCED = {"line_count": 11, "header_count": 1, "loaded_count": 8, "rejected_count": 2}


@pytest.mark.parametrize(
    ("counts", "kept_count", "found_count"),
    [
        (BALANCED, 2, 0),
        ({**BALANCED, "loaded_count": 7}, 2, 1),  # a line is neither loaded nor rejected
        (BALANCED, 1, 1),  # a rejected row was counted and is gone
        (BALANCED, 3, 1),  # a rejected row is kept that nobody counted
        ({**BALANCED, "loaded_count": 10, "rejected_count": 0}, 0, 0),
    ],
)
def test_books_of_a_file_balance_with_its_lines_and_with_the_rejected_rows_kept(counts, kept_count, found_count):
    with open_database(None) as connection:
        connection.execute("create schema raw")
        connection.execute(
            "create table raw.files as select 'web' as source, 'a1' as file_hash, 'a.csv' as file_name, "
            "? as line_count, ? as header_count, ? as loaded_count, ? as rejected_count, null as grown_into",
            list(counts.values()),
        )
        connection.execute(
            "create table raw.rejected as select 'web' as source, 'a1' as file_hash from range(?)", [kept_count]
        )
        found = connection.execute((sql_folder() / "checks" / "books_balance.sql").read_text()).fetchall()
    assert len(found) == found_count


@pytest.mark.parametrize(
    ("landed_at", "rejected_count", "found_count"),
    [
        ("2026-11-02 01:00", 6, 1),
        ("2026-11-02 01:00", 5, 0),  # five in a hundred are not more than one in twenty
        ("2026-11-01 01:29", 6, 0),  # told a night ago, when it was new
        ("2026-11-01 01:31", 6, 1),  # landed by day, or by a run that failed since
    ],
)
def test_file_of_many_rejected_rows_is_told_in_the_night_it_is_new(landed_at, rejected_count, found_count):
    check = (sql_folder() / "checks" / "many_rows_rejected.sql").read_text()
    with open_database(None) as connection:
        connection.execute("create schema raw; create schema meta")
        connection.execute("create table meta.runs (night_id varchar, started_at timestamp)")
        connection.execute(
            "create table raw.files as select 'web' as source, 'a.csv' as file_name, ?::timestamp as landed_at, "
            "?::bigint as rejected_count, 100 - rejected_count as loaded_count, null as grown_into",
            [landed_at, rejected_count],
        )
        first_night = connection.execute(check).fetchall()
        connection.execute("insert into meta.runs values ('1', '2027-01-01 01:30'), ('2', '2026-11-01 01:30')")
        found = connection.execute(check).fetchall()
    assert len(found) == found_count
    assert len(first_night) == (rejected_count > 5)


@pytest.mark.parametrize(
    ("sent_on", "silent_days", "is_told"),
    [
        (range(60), 8, True),
        (range(60), 6, False),
        (range(0, 60, 7), 8, False),  # once a week: two weeks are waited for
        (range(0, 60, 7), 15, True),
        ((0, 1, 2, 30, 31, 32), 28, False),  # a survey of three days a month
        ([*range(20), *range(40, 100)], 8, True),  # it was gone for long once: that is not its way
        (range(60), 36, False),  # told for four weeks; by then it is known
        ((0,), 8, True),
    ],
)
def test_source_that_fell_silent_is_told_when_it_is_not_its_way_and_for_four_weeks(sent_on, silent_days, is_told):
    last = date(2026, 3, 1)
    days = [last - timedelta(days=max(sent_on) - day) for day in sent_on]
    with open_database(None) as connection:
        connection.execute("create schema core; create schema marts")
        connection.execute("create table marts.daily_counts (day date, source varchar)")
        connection.executemany("insert into marts.daily_counts values (?, 'web')", [(day,) for day in days])
        connection.execute("insert into marts.daily_counts values ('2026-03-01', null), ('2026-04-01', null)")
        connection.execute(
            "create table marts.source_health as select 'web' as source, ?::timestamp as latest_occurred_at", [last]
        )
        as_of = last + timedelta(days=silent_days)
        connection.execute("create table core.observation as select ?::timestamp as as_of", [as_of])
        found = connection.execute((sql_folder() / "checks" / "sources_fell_silent.sql").read_text()).fetchall()
    assert bool(found) == is_told
