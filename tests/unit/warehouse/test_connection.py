"""Ctrl-C ends a query as it ends everything else, and no failure is made of it."""

from __future__ import annotations

import _thread
import threading

import pytest

from journeymine.warehouse.connection import open_database


def _ask_long() -> None:
    with open_database(None) as connection:
        threading.Timer(0.3, _thread.interrupt_main).start()
        connection.execute("select count(*) from range(9000000000) as numbers(n) where hash(n) % 7 = 3").fetchall()


def test_ctrl_c_within_a_query_is_a_keyboard_interrupt():
    with pytest.raises(KeyboardInterrupt):
        _ask_long()


def test_other_failures_stay_what_they_are():
    with pytest.raises(RuntimeError, match="of another kind"), open_database(None):
        raise RuntimeError("of another kind")
