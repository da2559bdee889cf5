from __future__ import annotations

from dataclasses import replace

from journeymine.site.page import SiteContext
from journeymine.site.segments import PAGE, render_segments
from tests.unit.site.example_segments import find_example_segments


def test_a_segment_shows_its_features_with_interval_and_its_conversion(context: SiteContext) -> None:
    content = render_segments(find_example_segments(), context)
    segments = content.variables["segments"]
    assert [row["customer_count"] for row in segments] == sorted((120, 90, 60, 40), reverse=True)
    for row in segments:
        assert row["interval"].low < row["conversion"] < row["interval"].high
        assert row["features"][0]["interval"]
        assert row["neighbours"].startswith("s")
    assert content.variables["points"]
    assert content.data["profiles"]


def test_a_segment_of_too_few_customers_is_not_listed_nor_on_the_map(context: SiteContext) -> None:
    content = render_segments(find_example_segments(), replace(context, minimum_cell=50))
    assert [row["segment_id"] for row in content.variables["segments"]] == ["s1", "s2", "s3"]
    assert content.variables["hidden_count"] == 1
    assert len(content.variables["points"]) == 270


def test_without_segments_the_page_says_why(context: SiteContext) -> None:
    tables = find_example_segments(minimum_customers=5000)
    assert PAGE.has_data(tables)
    content = render_segments(tables, context)
    assert content.variables["segments"] == []
    assert content.variables["verdict"]["verdict_reason"] == "310 customers; 5000 are needed"
