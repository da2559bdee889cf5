"""A night's members are kept over a month, so that one month can be compared with the next."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from journeymine.segments.months import MONTH_SCHEMA, count_month_moves, keep_month_end

LAST = pl.DataFrame({"customer_id": [1, 2, 3], "segment_id": ["s1", "s1", "s2"]})
KEPT = pl.DataFrame([(9, "s4", datetime(2026, 2, 27))], schema=MONTH_SCHEMA, orient="row")


@pytest.mark.parametrize(
    ("last_night", "tonight", "kept_of"),
    [
        (datetime(2026, 3, 31, 22), datetime(2026, 4, 1, 22), datetime(2026, 3, 31, 22)),
        (datetime(2025, 12, 30), datetime(2026, 1, 2), datetime(2025, 12, 30)),
        (datetime(2026, 3, 1, 22), datetime(2026, 3, 31, 22), datetime(2026, 2, 27)),
        (datetime(2026, 4, 2), datetime(2026, 3, 31), datetime(2026, 2, 27)),
    ],
)
def test_the_first_night_of_a_month_keeps_the_last_of_the_one_before(
    last_night: datetime, tonight: datetime, kept_of: datetime
) -> None:
    kept = keep_month_end(KEPT, LAST, last_night, tonight)
    assert kept["as_of"].unique().to_list() == [kept_of]
    assert kept.height == (1 if kept_of == KEPT["as_of"][0] else 3)


def test_before_a_month_has_ended_there_is_nothing_to_compare_with() -> None:
    kept = keep_month_end(None, None, None, datetime(2026, 3, 31))
    assert kept.is_empty()
    assert count_month_moves(kept, LAST).is_empty()


def test_moves_are_of_customers_of_both_nights() -> None:
    kept = keep_month_end(None, LAST, datetime(2026, 3, 31), datetime(2026, 4, 1))
    tonight = pl.DataFrame({"customer_id": [1, 2, 4], "segment_id": ["s1", "s2", "s2"]})
    assert count_month_moves(kept, tonight).rows() == [
        ("s1", "s1", 1, datetime(2026, 3, 31)),
        ("s1", "s2", 1, datetime(2026, 3, 31)),
    ]
