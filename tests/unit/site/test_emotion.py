from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl

from journeymine.site.emotion import PAGE, compare_segments, draw_points, gather_words
from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from journeymine.site.render import render_page
from tests.unit.site.example_journeys import HOSTILE, STAGES


def test_a_stage_nobody_spoke_of_keeps_its_place_and_has_no_point(tables: dict[str, pl.DataFrame]) -> None:
    points = tables["analysis.emotion_points"].filter(pl.col("dimension") == "stage", pl.col("customer_count") >= 10)
    drawn = draw_points(points, STAGES)
    assert [entry["stage"] for entry in drawn] == list(STAGES)
    assert [entry["point"] is not None for entry in drawn][:3] == [True, True, False]
    assert sorted(entry["x"] for entry in drawn) == [entry["x"] for entry in drawn]


def test_a_better_feeling_is_drawn_higher(tables: dict[str, pl.DataFrame]) -> None:
    drawn = draw_points(tables["analysis.emotion_points"].filter(pl.col("dimension") == "stage"), STAGES)
    placed = {entry["point"]["valence"]: entry["point"] for entry in drawn if entry["point"]}
    assert [placed[valence]["y"] for valence in sorted(placed)] == sorted(
        (point["y"] for point in placed.values()), reverse=True
    )
    assert all(point["high"] <= point["y"] <= point["low"] for point in placed.values())


def test_each_point_that_is_shown_has_its_quotes_of_a_readable_length_and_of_the_record(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    places, gathered = gather_words(tables, context, ["s1"])
    assert places == [("stage", STAGES[0]), ("stage", STAGES[1]), ("touchpoint", HOSTILE)]
    texts, points = gathered["texts"], gathered["points"]
    assert points == [{"0": [1], "1": [0], "2": [0]}] * 2, "of all customers, and of the segment"
    assert [text[5:] for text in texts] == [["7", "R7", "web"], ["8", "R8", "web"]]
    assert texts[0][0].endswith(" …")
    assert len(texts[0][0]) <= 282


def test_a_point_told_by_friction_has_no_quotes_and_says_so(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    name = pl.when(pl.col("member") == STAGES[0]).then(pl.lit("modelled")).otherwise(pl.col("point_source"))
    tables["analysis.emotion_points"] = tables["analysis.emotion_points"].with_columns(point_source=name)
    _, gathered = gather_words(tables, context, [])
    assert gathered["points"][0]["0"] is None


def test_the_page_tells_what_is_asked_feared_and_in_the_way_along_the_curve(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    page = render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, defaultdict(str))
    assert all(f'id="{name}"' in page for name in ("signal-stages", "topic-stages", "said"))
    assert "Goals" not in page, "the page of voices has the other signals"


def test_the_page_says_what_is_not_evidenced_and_escapes_what_customers_wrote(
    tables: dict[str, pl.DataFrame], context: SiteContext, tmp_path: Path
) -> None:
    render_site(tables, context, tmp_path)
    page = (tmp_path / "emotion.html").read_text(encoding="utf-8")
    assert "not evidenced" in page
    assert HOSTILE not in page
    assert "Of a stage too small to show" not in page
    assert "record R8 of web" in page, "of the first place; the script has the others"
    assert (
        f"The strongest feeling, and the last of the journey that was told, is at <strong><bdi>{STAGES[1]}</bdi>"
        in page
    )


def test_a_segment_has_a_curve_and_cells_of_its_own_and_small_groups_stay_out(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    [curve], [row] = compare_segments(tables, context, [HOSTILE, "nobody spoke of it"])
    assert [cell["text"] for cell in row["touchpoints"]] == ["−0.90", "–"]
    assert curve["name"] == row["name"]
    assert curve["name"].startswith("s1"), "and its persona's name, if it became one"
    assert [cell["text"] for cell in row["cells"]][:3] == ["+0.20", "−0.90", "–"]
    assert [cell["is_good"] for cell in row["cells"]][:2] == [True, False]
    assert row["cells"][1]["title"].endswith("50 customers")


def test_a_point_told_by_friction_is_drawn_as_nobodys_answer(
    tables: dict[str, pl.DataFrame], context: SiteContext
) -> None:
    points = tables["analysis.emotion_points"]
    silent = points.filter(pl.col("member") == STAGES[1], pl.col("dimension") == "stage").with_columns(
        member=pl.lit(STAGES[3]), answer_count=pl.lit(0), reported_count=pl.lit(0), point_source=pl.lit("modelled")
    )
    tables["analysis.emotion_points"] = pl.concat([points, silent.select(points.columns)], how="vertical_relaxed")
    page = render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, defaultdict(str))
    figure = page[page.index("<figure") : page.index("</figure>")]
    assert figure.count("<rect") == 1
