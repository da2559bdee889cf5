"""Frames pass both ways with their types."""

from datetime import datetime

import polars as pl
from polars.testing import assert_frame_equal

from journeymine.warehouse.frames import read_frame, read_query, write_frame

FRAME = pl.DataFrame(
    {
        "name": ["NA", "", None],
        "count": [1, 2, None],
        "at": [datetime(2026, 1, 1, 12), None, None],
        "path": [["a", "b"], [], None],
        "is_open": [True, False, None],
    }
)


def test_a_frame_comes_back_as_it_went(connection):
    write_frame(connection, "analysis.edges", FRAME)
    assert_frame_equal(read_frame(connection, "analysis.edges"), FRAME)


def test_writing_again_replaces(connection):
    write_frame(connection, "analysis.edges", FRAME)
    write_frame(connection, "analysis.edges", FRAME.head(1).select("name"))
    assert read_frame(connection, "analysis.edges").rows() == [("NA",)]


def test_no_rows_keep_their_columns(connection):
    write_frame(connection, "analysis.edges", FRAME.clear())
    assert read_frame(connection, "analysis.edges").schema == FRAME.schema


def test_parameters_are_bound(connection):
    assert read_query(connection, "select ? as x, ? as y", ["a'b", 2]).rows() == [("a'b", 2)]
