"""What cannot be opened is explained; Ctrl-C ends a query as everything else, and no failure is made of it."""

from __future__ import annotations

import _thread
import signal
import threading

import pytest

from journeymine.errors import WarehouseError
from journeymine.warehouse.connection import open_database


@pytest.fixture
def keyboard():
    """Let Ctrl-C be what it is in a program of its own, whatever tests before have made of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before or signal.default_int_handler)  # none if it was not set by Python


def _ask_long() -> None:
    with open_database(None, threads=1) as connection:  # with more, DuckDB may look for signals only at its end
        threading.Timer(0.3, _thread.interrupt_main).start()
        connection.execute("select count(*) from range(9000000000) as numbers(n) where hash(n) % 7 = 3").fetchall()


@pytest.mark.usefixtures("keyboard")
def test_ctrl_c_within_a_query_is_a_keyboard_interrupt():
    with pytest.raises(KeyboardInterrupt):
        _ask_long()


def test_other_failures_stay_what_they_are():
    with pytest.raises(RuntimeError, match="of another kind"), open_database(None):
        raise RuntimeError("of another kind")


@pytest.mark.parametrize("content", [None, b"no database at all" * 1000])
def test_file_that_cannot_be_read_as_a_database_is_named(tmp_path, content):
    file = tmp_path / "journeymine.duckdb"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WarehouseError, match="cannot be opened") as raised, open_database(file, read_only=True):
        raise AssertionError("it was opened")
    assert raised.value.where == str(file)
