"""Data health: what the page says of refused files, guards, sizes, and of joins and splits by hand."""

from __future__ import annotations

import re
from collections import defaultdict

import polars as pl
import pytest

from journeymine.site.health import PAGE
from journeymine.site.identity_health import describe_identity, list_by_hand, list_guards, list_sizes
from journeymine.site.page import SiteContext
from journeymine.site.render import render_page
from journeymine.site.words import ENGLISH

Tables = dict[str, pl.DataFrame]


@pytest.fixture
def health_tables(tables: Tables) -> Tables:
    return tables | {
        "meta.refused_files": pl.DataFrame(
            {
                "source": ["crm"],
                "file_name": ["drops/<new>.csv"],
                "reason": ["lacks the column 'email'"],
                "next_action": [None],
            },
            schema_overrides={"next_action": pl.String},
        ),
        "report.guard_refusals": pl.DataFrame(
            {
                "reason": ["shared_device", "too_many_email"],
                "identity_kind": ["device", "phone"],
                "key_count": [2, 5],
                "largest_size": [14, 9],
            }
        ),
        "report.identity_sizes": pl.DataFrame(
            {"least_count": [21, 1, 3], "largest_count": [877, 1, 5], "customer_count": [1, 400, 12]}
        ),
        "report.identity_by_hand": pl.DataFrame(
            {"way": ["split"], "entry_count": [1], "key_count": [3], "found_count": [2]}
        ),
    }


def _render_html(tables: Tables, context: SiteContext) -> str:
    return render_page(PAGE, PAGE.render(tables, context), (PAGE,), context, defaultdict(str))


def render(tables: Tables, context: SiteContext) -> str:
    """Return the page's text with its marks as blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", _render_html(tables, context)))


def test_refused_files_are_told_with_their_reason(health_tables: Tables, context: SiteContext) -> None:
    text = render(health_tables, context)
    assert "crm drops/&lt;new&gt;.csv lacks the column" in text
    health_tables["meta.refused_files"] = health_tables["meta.refused_files"].clear()
    assert "Every file was read." in render(health_tables, context)


def test_guards_are_told_in_words_with_size_the_most_frequent_first(health_tables: Tables) -> None:
    first, second = list_guards(health_tables["report.guard_refusals"])
    assert (first["guard"], first["key_count"]) == ("Key that was met with too many keys of kind email", 5)
    assert (second["guard"], second["largest_size"], second["unit"]) == ("Device of several persons", 14, "persons")


def test_few_customers_of_many_keys_are_not_singled_out(health_tables: Tables, context: SiteContext) -> None:
    rows = list_sizes(health_tables["report.identity_sizes"], 10)
    assert rows == [
        {"keys": "1", "customers": "400"},
        {"keys": "3–5", "customers": "12"},
        {"keys": "21 or more", "customers": "<10"},
    ]
    assert "877" not in render(health_tables, context)


def test_merges_and_joins_there_were_none_of_are_told_as_none(health_tables: Tables) -> None:
    rows = {row["label"]: row for row in list_by_hand(health_tables["report.identity_by_hand"])}
    assert rows["Split by hand"]["missing_count"] == 1
    assert rows["Joined by hand"]["entry_count"] == rows["Merged since last night"]["entry_count"] == 0


def test_share_without_a_customer_is_of_all_sources_together(context: SiteContext) -> None:
    coverage = pl.DataFrame(
        {"source": ["a", "a", "b"], "identified_by": ["person", "none", "device"], "event_count": [50, 30, 20]}
    )
    variables, evidence = describe_identity({"marts.identity_coverage": coverage}, 10, ENGLISH)
    covered = variables["covered"]
    assert isinstance(covered, dict)
    assert (covered["event_count"], covered["by"], covered["share"]) == (100, [50, 0, 20, 30], 0.7)
    assert [(line.table, line.count) for line in evidence] == [("marts.identity_coverage", 100)]
