"""Heatmaps are tables: every cell is a number, of too few customers or empty, and its shade follows the number."""

from __future__ import annotations

import polars as pl
import pytest

from journeymine.site.heatmaps import SHADES, draw_hours, draw_stages, draw_transitions, shade
from journeymine.site.words import ENGLISH

CELLS = pl.DataFrame(
    {
        "stage": ["buy", "buy", "buy", "look"],
        "channel": ["web", "shop", "phone", "web"],
        "step_count": [60, 30, 10, 50],
        "customer_count": [40, 20, 9, 50],
    }
)


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (None, 0), (0.001, 1), (0.5, SHADES // 2), (1, SHADES)])
def test_the_shade_follows_the_number_and_nothing_has_none(value, expected):
    assert shade(value, 1) == expected


def test_a_stage_is_told_by_shares_of_all_its_steps_the_withheld_ones_too():
    drawn = draw_stages(CELLS, ("look", "buy"), 10, ENGLISH)
    assert drawn.columns == ("web", "shop")
    cells = {name: [cell.text for cell in line] for name, line in drawn.rows}
    assert list(cells) == ["look", "buy"]
    assert cells["buy"] == ["60.0%", "30.0%"]
    assert cells["look"] == ["100.0%", ""]


def test_an_hour_of_few_customers_says_so_and_an_hour_of_none_is_empty():
    hours = pl.DataFrame(
        {"weekday_index": [1, 7], "hour_of_day": [0, 23], "step_count": [40, 12], "customer_count": [20, 9]}
    )
    rows = dict(draw_hours(hours, 10, ENGLISH).rows)
    assert list(rows) == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert (rows["Monday"][0].text, rows["Monday"][0].shade, rows["Monday"][1].text) == ("40", SHADES, "")
    assert (rows["Sunday"][23].text, rows["Sunday"][23].value) == ("<10", None)


def test_a_row_of_the_matrix_shares_out_all_that_goes_on_from_there():
    transitions = pl.DataFrame(
        {
            "from_touchpoint": ["A", "A", "A", "B"],
            "to_touchpoint": ["A", "B", "Rare", "A"],
            "transition_count": [10, 60, 30, 5],
            "customer_count": [10, 40, 30, 5],
        }
    )
    metrics = pl.DataFrame({"touchpoint": ["B", "A", "Rare"], "customer_count": [40, 50, 3]})
    drawn = draw_transitions(transitions, metrics, 10, ENGLISH)
    assert drawn.columns == ("A", "B")
    rows = {name: [cell.text for cell in line] for name, line in drawn.rows}
    assert rows == {"A": ["10.0%", "60.0%"], "B": ["<10", ""]}
