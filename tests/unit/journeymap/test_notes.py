"""A note is stale when a figure of its stage moved beyond the threshold and beyond chance since its day."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from journeymine.journeymap.items import Cell, Item, write_items
from journeymine.journeymap.notes import HISTORY_SCHEMA, continue_history, find_strays, has_changed, list_notes
from journeymine.overlay import MapOverlay

PLACE = ("all", "all", "buy")


def write_history(*nights):
    rows = [(datetime(2026, 1, day), *PLACE, figure, value, low, high) for day, figure, value, low, high in nights]
    return pl.DataFrame(rows, schema=HISTORY_SCHEMA, orient="row")


@pytest.mark.parametrize(
    ("then", "now", "low", "high", "is_changed"),
    [
        (0.50, 0.61, 0.59, 0.63, True),
        (0.50, 0.59, 0.57, 0.61, False),  # by less than a fifth of what it was
        (0.50, 0.65, 0.45, 0.85, False),  # by more, and yet it may be chance
        (0.50, 0.39, 0.37, 0.41, True),
    ],
)
def test_a_share_changes_by_its_own_size_and_beyond_its_interval(then, now, low, high, is_changed):
    history = write_history((1, "continued_share", then, 0, 1), (9, "continued_share", now, low, high))
    assert has_changed(history, date(2026, 1, 2), 0.2) is is_changed


def test_valence_changes_in_its_own_unit():
    history = write_history((1, "valence", 0.05, 0, 0.1), (9, "valence", 0.15, 0.12, 0.18))
    assert not has_changed(history, date(2026, 1, 2), 0.2)
    assert has_changed(history, date(2026, 1, 2), 0.05)


def test_the_last_night_until_the_note_s_day_counts_else_the_first_that_is_known():
    nights = [(1, "valence", 0.9, 0, 1), (5, "valence", 0.1, 0, 1), (9, "valence", 0.1, 0.05, 0.15)]
    history = write_history(*nights)
    assert has_changed(history, date(2026, 1, 4), 0.2)
    assert not has_changed(history, date(2026, 1, 5), 0.2)
    assert has_changed(history, date(2025, 6, 1), 0.2)
    assert not has_changed(history, date(2026, 2, 1), 0.2), "nothing can have changed since tonight"


def test_the_history_goes_on_and_a_night_of_the_same_moment_is_replaced():
    item = Item(Cell(*PLACE, "metrics"), "continued_share", 50, "measured", "t", "q", value=0.4, low=0.3, high=0.5)
    tonight = write_items([item], ("buy",), ("metrics",))
    first = continue_history(tonight, None, datetime(2026, 1, 1), minimum=10)
    second = continue_history(tonight, first, datetime(2026, 1, 2), minimum=10)
    again = continue_history(tonight, second, datetime(2026, 1, 2), minimum=10)
    assert second["as_of"].to_list() == [datetime(2026, 1, 1), datetime(2026, 1, 2)]
    assert again.equals(second)
    assert continue_history(tonight, None, datetime(2026, 1, 1), minimum=51).is_empty(), "of too few to be remembered"


def test_notes_are_people_s_with_name_day_and_whether_they_are_stale():
    note = {"stage": "buy", "lane": "pains", "text": "It hurts", "by": "Ola", "on": date(2026, 1, 2)}
    overlay = MapOverlay.model_validate({"notes": [note, {**note, "persona": "p09"}]})
    history = write_history((1, "valence", 0.9, 0, 1), (9, "valence", 0.1, 0.05, 0.15))
    stale, other = list_notes(overlay, history, threshold=0.2)
    assert (stale.source, stale.content, stale.written_by, stale.is_stale) == ("human", "It hurts", "Ola", True)
    assert other.is_stale is False, "nothing is known of that map"


def test_what_is_written_of_a_map_that_there_is_not_is_told_with_the_nearest():
    note = {"stage": "buy", "lane": "pains", "text": "seen", "by": "Anna", "on": "2026-01-04"}
    overlay = MapOverlay.model_validate(
        {
            "maps": [{"name": "Everybody"}],
            "notes": [note, note | {"persona": "p77"}, note | {"persona": "p01", "scenario": "purchas"}],
            "targets": [{"persona": "p77", "stage": "buy", "metric": "nps", "at_least": 30}],
        }
    )
    persona, scenario = find_strays(overlay, ("all", "p01"), ("all", "purchase"))
    assert "no map is of the persona 'p77'" in persona
    assert "no map is of the scenario 'purchas'" in scenario
    assert "Did you mean 'purchase'?" in scenario
    assert find_strays(MapOverlay(), ("all",), ("all",)) == ()
