"""Landed files are seen through views, absent ones as no rows."""

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
