"""Landed files are seen through views, absent ones as no rows."""

from dataclasses import replace
from datetime import datetime

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.raw import check_events, find_known_files, write_raw_tables, write_raw_views
from tests.property.nights import land_day

EVENTS = [{"id": "1", "at": datetime(2026, 1, 1), "user_id": "ann"}, {"id": "2", "at": datetime(2026, 1, 2)}]


def test_views_read_all_files_and_absent_tables_have_their_columns(connection, tmp_path):
    landed = [land_day(tmp_path, "it's a", EVENTS), land_day(tmp_path, "b", EVENTS[:1])]
    write_raw_views(connection, "night", landed)
    assert connection.execute("select count(*) from raw.events").fetchall() == [(3,)]
    assert connection.execute("select count(link_reason), count(linked_at) from raw.links").fetchall() == [(0, 0)]


def test_files_are_added_to_those_known(connection, tmp_path):
    landed = [land_day(tmp_path, "a", EVENTS), land_day(tmp_path, "b", EVENTS[:1])]
    write_raw_tables(connection, "night", landed[:1])
    write_raw_tables(connection, "night", landed[1:])
    assert connection.execute("select file_name, line_count from raw.files order by all").fetchall() == [
        ("a", 3),
        ("b", 2),
    ]
    assert find_known_files(connection, "night") == {
        (each.source, each.file_hash, each.mapping_hash) for each in landed
    }


def test_no_event_in_any_file_is_refused(connection, tmp_path):
    write_raw_views(connection, "night", [])
    with pytest.raises(WarehouseError, match="single event"):
        check_events(connection, "night")


@pytest.mark.parametrize("steps", [[[0, 1, 2]], [[0], [1], [2]], [[0, 1], [2]]])
def test_lines_of_a_grown_file_are_counted_once_whenever_it_came(connection, tmp_path, steps):
    """As with one night of all, so with a night of each: the longest counts the lines and keeps the refused rows."""
    versions = [land_day(tmp_path, f"{count}", EVENTS * count) for count in (1, 2, 3)]
    grown = [(), (versions[0].file_hash,), (versions[0].file_hash, versions[1].file_hash)]
    landed = [
        replace(file, grown_from=earlier, byte_count=number, rejected_count=1)
        for number, (file, earlier) in enumerate(zip(versions, grown, strict=True), 1)
    ]
    for file in landed:
        values = (
            f"'{file.source}' as source, '{file.file_hash}' as file_hash, 1::bigint as line_number, ['x'] as reasons"
        )
        connection.execute(
            f"copy (select {values}, 'a' as line_text, 'r' as run_id) to '{file.path('rejected')}' (format parquet)"
        )
    for step in steps:
        write_raw_tables(connection, "night", [landed[number] for number in step])
    longest = landed[2].file_hash
    counted = connection.execute("select file_hash from raw.files where grown_into is null").fetchall()
    assert counted == connection.execute("select file_hash from raw.rejected").fetchall() == [(longest,)]
    assert connection.execute("select distinct grown_into from raw.files order by all").fetchall() == [
        (longest,),
        (None,),
    ]
    assert len(find_known_files(connection, "night")) == 3


def test_people_landed_before_a_column_was_known_have_none_of_it(connection, tmp_path):
    landed = land_day(tmp_path, "a", EVENTS)
    connection.execute(
        f"copy (select 1::bigint as key_set_id, 'r' as record_id_hash, 'PL' as country) to "
        f"'{landed.path('people')}' (format parquet)"
    )
    write_raw_views(connection, "night", [landed])
    assert connection.execute("select country, lifetime_value_amount from raw.people").fetchall() == [("PL", None)]
