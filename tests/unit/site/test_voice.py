from __future__ import annotations

from pathlib import Path

import polars as pl

from journeymine.site.heatmaps import SHADES
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.voice import draw_signal_stages, list_quotes, list_signals, list_touchpoints
from journeymine.site.voice_topics import draw_topic_stages, list_topics
from journeymine.site.words import ENGLISH
from tests.unit.site.example_journeys import HOSTILE, STAGES


def test_a_stage_cell_is_the_share_of_its_writers_and_small_ones_are_told_as_fewer(
    tables: dict[str, pl.DataFrame],
) -> None:
    drawn = draw_signal_stages(tables["analysis.signal_counts"], STAGES, 10, ENGLISH)
    assert drawn.columns == (STAGES[0], STAGES[2])
    cells = {name: [(cell.text, cell.detail) for cell in line] for name, line in drawn.rows}
    assert cells == {
        "Questions": [("60.0%", "60"), ("<10", "")],
        "Fears (candidates)": [("", ""), ("11.0%", "11")],
        "Barriers": [("40.0%", "40"), ("", "")],
    }


def test_signals_of_too_few_customers_are_withheld_and_counted(tables: dict[str, pl.DataFrame]) -> None:
    section = list_signals(tables["analysis.signal_counts"], 10, ENGLISH)
    assert [row[0].text for row in section.rows] == ["Questions", "Fears (candidates)", "Barriers", "Barriers: price"]
    assert section.withheld_count == 1
    assert [row[0].text for row in list_touchpoints(tables["analysis.signal_counts"], 10, ENGLISH).rows] == [HOSTILE]


def test_quotes_come_from_cells_that_may_be_shown_with_their_status(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    groups = list_quotes(tables["report.signal_quotes"], tables["analysis.signal_counts"], context)
    assert [(group["title"], [quote["text_id"] for quote in group["quotes"]]) for group in groups] == [
        ("Questions", ["11"]),
        ("Fears (candidates)", ["12"]),
    ]
    assert groups[1]["quotes"][0]["status"] == "candidate, not confirmed"


def test_a_topic_has_a_trend_and_those_of_few_customers_stay_out(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    topics = list_topics(tables["analysis.topics"], tables["analysis.topic_weeks"], context)
    assert [topic["topic_id"] for topic in topics] == ["t01", "t02"]
    assert topics[0]["trend_text"] == "21.0% in the last 4 weeks, 13.0% before"
    assert len(topics[0]["points"].split()) == 8
    drawn = draw_topic_stages(tables["analysis.topics"], tables["analysis.topic_stages"], STAGES, 10, ENGLISH)
    assert [[cell.text for cell in cells] for _, cells in drawn.rows] == [["40.0%", ""], ["", "<10"]]


def test_the_darkest_cell_is_the_largest_share_that_is_told(tables: dict[str, pl.DataFrame]) -> None:
    cells = tables["analysis.topic_stages"].with_columns(text_count=pl.Series([40, 90, 9]))  # 90 of six customers
    drawn = draw_topic_stages(tables["analysis.topics"], cells, STAGES, 10, ENGLISH)
    assert [[cell.shade for cell in line] for _, line in drawn.rows] == [[SHADES, 0], [0, 0]]


def test_the_page_escapes_what_customers_wrote_and_names_the_record(
    tables: dict[str, pl.DataFrame], context: SiteContext, tmp_path: Path
) -> None:
    render_site(tables, context, tmp_path)
    page = (tmp_path / "voice.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert "record r-11 of web" in page
    assert "too small to show" not in page
    assert "secret" not in page
    assert "Too few texts in pl for a topic: 7" in page
    assert "1 topic of too few customers is not shown." in page
