"""core.sessions: acts of a customer with no gap of 30 minutes between them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("seconds", "sessions"), [(1799, 1), (1800, 2), (1801, 2)])
def test_gap_equal_to_limit_starts_a_session(warehouse, seconds, sessions):
    at = f"10:{seconds // 60:02d}:{seconds % 60:02d}"
    built = warehouse.build([{"at": "10:00", "user_id": "anna"}, {"at": at, "user_id": "anna"}], "core.sessions")
    assert len(built.rows("from core.sessions")) == sessions
