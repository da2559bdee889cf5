"""The page on friction: shares with their chances, small groups withheld, no emotion that ratings do not bear out."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from journeymine.site.friction import PAGE, draw_grid, list_pages, list_touchpoints, tell_calibration
from journeymine.site.page import SiteContext
from journeymine.site.render import render_page
from tests.unit.site.example_friction import write_friction
from tests.unit.site.example_journeys import HOSTILE

TABLES = write_friction()


def test_most_friction_comes_first_and_few_customers_are_withheld() -> None:
    rows = list_touchpoints(TABLES["marts.friction_index"], 10)
    assert [row["touchpoint"] for row in rows] == [HOSTILE, "Quiet place"]
    assert rows[0]["index"] == pytest.approx(80 / 300)
    assert rows[0]["interval"].low < rows[0]["index"] < rows[0]["interval"].high
    assert (rows[1]["met_text"], rows[1]["index"], rows[1]["interval"]) == ("<10", None, None)


def test_cells_tell_share_and_chances_or_that_it_could_not_happen() -> None:
    kinds, grid = draw_grid(TABLES["marts.touchpoint_friction"], [HOSTILE, "Quiet place"], 10)
    assert kinds == ["rage_click", "quick_back", "u_turn"]
    [row] = grid
    assert [cell["text"] for cell in row["cells"]] == ["10.0%", "<10", "10.0%"]
    assert row["cells"][0]["title"] == "40 of 400, 30 customers"
    assert row["cells"][1]["share"] is None
    assert [cell["strength"] for cell in row["cells"]] == [1.0, 0.0, 1.0]


def test_pages_of_few_customers_are_left_out_and_small_counts_withheld() -> None:
    [row] = list_pages(TABLES["marts.page_metrics"], 10)
    assert row["page_path"] == "/<script>"
    assert (row["friction_text"], row["question_soon_count"], row["contact_soon_count"]) == ("60", "12", "<10")
    assert row["error_count"] == "<10", "of three customers, however many errors they met"
    assert row["abandoned"] == pytest.approx(0.4)
    pages = TABLES["marts.page_metrics"].with_columns(form_start_customer_count=pl.lit(9))
    assert list_pages(pages, 10)[0]["abandoned"] is None


def test_friction_without_a_relation_to_ratings_is_not_called_emotion(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    told = tell_calibration(TABLES["analysis.friction_calibration"])
    assert told is not None
    assert (told["correlation"], told["low"], told["high"]) == ("+0.05", "−0.07", "+0.16")
    page = render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, defaultdict(str))
    assert "no emotion is made of it" in page
    assert "/<script>" not in page
    assert "/rare" not in page
    assert "Rare place" not in page
