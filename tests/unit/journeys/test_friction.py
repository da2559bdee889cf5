"""[friction] becomes one row of limits and a list of words."""

from __future__ import annotations

from journeymine.journeys.friction import build_friction_seeds
from tests.sql.small_warehouse import make_settings


def test_lengths_become_milliseconds_and_shares_hundredths() -> None:
    settings = make_settings(friction={"dead_after": "1.5s", "hesitation_share": 0.29, "waits": "all"})
    [row] = build_friction_seeds(settings)["seed.friction"].to_dicts()
    assert row["dead_milliseconds"] == 1500
    assert row["hesitation_percent"] == 29
    assert row["long_wait_percent"] == 90
    assert row["counts_all_waits"] is True


def test_words_of_events_are_lowered_and_fields_kept_as_written() -> None:
    settings = make_settings(friction={"clicks": ["Click", "CLICK"], "x_fields": ["X"]})
    words = build_friction_seeds(settings)["seed.friction_words"].rows()
    assert [row for row in words if row[0] in ("click", "x")] == [("click", "click", 1), ("x", "X", 1)]
