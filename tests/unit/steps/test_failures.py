"""What the system and the database refuse is told so that a user can act on it."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from journeymine.steps.failures import explain_failures
from journeymine.steps.lock import open_lock, read_last_run
from journeymine.warehouse.connection import open_database


def test_signal_during_a_query_ends_the_run_as_a_signal_does_and_is_no_unexpected_failure(tmp_path):
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))

    def ask_for_long() -> None:
        with open_lock(tmp_path, "run"), explain_failures(tmp_path), open_database(None, threads=1) as connection:
            timer.start()
            connection.execute("select sum(hash(range)) from range(1000000000000)").fetchall()

    with pytest.raises(KeyboardInterrupt):
        ask_for_long()
    last = read_last_run(tmp_path)
    assert last is not None
    assert last.outcome == "failed"
    assert "Error" not in str(last.message)
