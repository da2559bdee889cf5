from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import polars as pl
import pytest

from journeymine.site.journey import PAGE
from journeymine.site.journey_curve import HEIGHT, STEP, Feeling, draw_curve, find_reach
from journeymine.site.page import SiteContext
from journeymine.site.render import render_page
from journeymine.site.words import read_words
from tests.unit.site.example_journeys import HOSTILE, STAGES
from tests.unit.site.example_maps import OWN
from tests.unit.site.unfolded import read_maps

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def page(tables: Tables, context: SiteContext) -> str:
    return render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, defaultdict(str))


def test_every_stage_is_a_column_and_every_lane_a_row_of_each_map(page: str) -> None:
    first, second = read_maps(page)
    for text in (first, second):
        assert len(re.findall(r'scope="col"', text)) == len(STAGES)
        assert len(re.findall(r'scope="row"', text)) == 15
    assert "I hear of you" in first
    assert OWN.replace("&", "&amp;") in first


def test_a_map_of_too_few_customers_is_not_shown_and_counted(page: str) -> None:
    assert "Too few people" not in page
    assert "1 map of too few customers is not shown." in page


def test_where_every_map_is_of_too_few_customers_the_page_says_so(tables: Tables, context: SiteContext) -> None:
    strict = replace(context, minimum_cell=100_000)
    page = render_page(PAGE, PAGE.render(tables, strict), (PAGE,), strict, defaultdict(str))
    assert "No map has as many customers as may be told." in page
    assert '<section class="jmap"' not in page


def test_items_of_too_few_customers_are_withheld_and_counted_in_their_cell(page: str, tables: Tables) -> None:
    assert "Hidden corner" not in re.sub(r"<nav.*?</nav>", "", page)
    assert "1 item of fewer than 10 is withheld" in page
    small = tables["analysis.map_evidence"].filter(pl.col("n").is_between(1, 9))["evidence_id"].to_list()
    assert small
    assert all(name not in page for name in small)


def test_a_person_s_note_is_shown_as_theirs_and_says_when_figures_changed(page: str) -> None:
    note = re.search(r'<li class="item sticky-note stale">.*?</li>', page, re.DOTALL)
    assert note is not None
    assert "It hurts &lt;b&gt;here&lt;/b&gt;" in note[0]
    assert "Ola" in note[0]
    assert "figures changed since" in note[0]


def test_a_target_that_is_missed_says_so(page: str) -> None:
    assert 'class="chip missed">target missed: 90.0%' in page


def test_what_customers_wrote_and_queries_cannot_end_a_script_or_an_element(page: str) -> None:
    assert HOSTILE not in page
    assert page.count("</script>") == len(re.findall(r"<script\b", page))


def test_every_item_with_evidence_opens_a_query_that_the_page_holds(tables: Tables, context: SiteContext) -> None:
    content = PAGE.render(tables, context)
    held = content.data["evidence"]
    assert isinstance(held, dict)
    queries = {row["evidence_id"]: row["source_query"] for row in tables["analysis.map_evidence"].iter_rows(named=True)}
    places = content.variables["places"]
    assert isinstance(places, dict)
    shown = tables["analysis.journey_map"].filter(pl.col("n") >= 10)["evidence_id"].drop_nulls()
    for name in shown:
        table, lines, _ = held["items"][places[name]]
        assert held["tables"][table] == "core.journey_steps"
        assert "\n".join(held["lines"][line] for line in lines) == queries[name]


def test_names_of_kinds_and_lanes_are_of_the_language(tables: Tables, context: SiteContext) -> None:
    for language, title in (("en", "Steps taken"), ("ru", "Шаги"), ("pl", "Kroki")):
        content = PAGE.render(tables, replace(context, words=read_words(language, context.timezone)))
        maps = content.variables["maps"]
        assert isinstance(maps, list)
        assert title in [lane["title"] for lane in maps[0]["lanes"]]


def test_the_curve_passes_each_point_and_no_line_crosses_a_silent_stage() -> None:
    curve = draw_curve(
        [Feeling(0.5, 0.4, 0.6, "reported"), Feeling(-0.5, -0.6, -0.4, "inferred"), None, Feeling(0, 0, 0, "modelled")]
    )
    assert [point.x for point in curve.points] == [STEP * 0.5, STEP * 1.5, STEP * 3.5]
    assert curve.points[0].y < HEIGHT / 2 < curve.points[1].y
    assert len(curve.gaps) == 1
    assert curve.line.count("M") == 1


def test_the_curve_is_as_tall_as_the_widest_feeling_of_all_maps_but_never_makes_much_of_nothing() -> None:
    near, far = Feeling(0.1, 0.0, 0.2, "reported"), Feeling(-0.4, -0.61, -0.2, "reported")
    assert (find_reach([near]), find_reach([near, far]), find_reach([])) == (0.25, 0.65, 1.0)
    (tall,), (flat,) = (draw_curve([far], reach).points for reach in (find_reach([near, far]), 1.0))
    assert tall.y > flat.y > HEIGHT / 2
    assert tall.low < HEIGHT


def test_the_curve_never_swings_beyond_its_points() -> None:
    values = [0.1, 0.1, 0.9, 0.9, -0.8, 0.2]
    curve = draw_curve([Feeling(value, value, value, "reported") for value in values])
    heights = [float(y) for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", curve.line)]
    drawn = [point.y for point in curve.points]
    assert min(drawn) - 0.11 <= min(heights)
    assert max(heights) <= max(drawn) + 0.11
    flat = [height for height in heights[:3] if abs(height - drawn[0]) > 0.11]
    assert flat == [], "between two equal points the line is flat"
