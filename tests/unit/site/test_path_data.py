from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from journeymine.site.page import SiteContext
from journeymine.site.path_data import LONGEST_END, RARE, SKIPPED, encode_paths
from tests.unit.site.example_journeys import Journey
from tests.unit.site.example_paths import walk_units

Tables = dict[str, pl.DataFrame]


def decode(encoded: dict[str, Any], unit: str = "journey") -> Counter[tuple[object, ...]]:
    names = [touchpoint["name"] for touchpoint in encoded["touchpoints"]]
    decoded: Counter[tuple[object, ...]] = Counter()
    for goal, status, channel, facet, count, *steps in encoded["units"][unit]:
        month, segment, products, _ = encoded["facets"][facet]
        head = (
            encoded["goals"][goal] if goal >= 0 else None,
            encoded["statuses"][status],
            encoded["channels"][channel],
            encoded["months"][month],
            encoded["segments"][segment] if segment >= 0 else None,
            tuple(encoded["products"][product] for product in products),
        )
        decoded[(*head, *(names[step] for step in steps))] += count
    return decoded


@pytest.mark.parametrize("unit", ["journey", "visit", "customer"])
def test_every_path_can_be_read_back(tables: Tables, context: SiteContext, journeys: list[Journey], unit: str) -> None:
    encoded = encode_paths(tables, replace(context, minimum_cell=1))
    walks = walk_units(journeys, unit)
    assert decode(encoded, unit) == Counter(
        (w.goal, w.status, w.channel, w.month, w.segment, w.products, *w.steps) for w in walks
    )


def test_touchpoints_of_few_customers_become_one(tables: Tables, context: SiteContext, journeys: list[Journey]) -> None:
    encoded = encode_paths(tables, context)
    names = {touchpoint["name"] for touchpoint in encoded["touchpoints"]}
    assert "Hidden corner" not in names
    assert RARE in names
    steps = Counter(step for path, count in decode(encoded).items() for step in path[6:] for _ in range(count))
    assert steps[RARE] == sum(journey.steps.count("Hidden corner") for journey in journeys)
    assert steps["Cart"] == sum(journey.steps.count("Cart") for journey in journeys)


def test_an_entry_channel_of_few_journeys_is_not_named(tables: Tables, context: SiteContext) -> None:
    encoded = encode_paths(tables, replace(context, minimum_cell=120))
    assert encoded["channels"] == ["app", "other channels", "paid search", "web"]
    assert sum(path[4] for path in encoded["units"]["journey"]) == encoded["journeyCount"]


def test_paths_in_another_order_give_the_same_bytes(tables: Tables, context: SiteContext) -> None:
    first = encode_paths(tables, context)
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in tables.items()}
    assert encode_paths(shuffled, context) == first


def test_all_journeys_need_no_second_count(tables: Tables, context: SiteContext) -> None:
    encoded = encode_paths(tables, context)
    assert encoded["drawnCount"] == encoded["journeyCount"]
    assert encoded["firstLinks"] is None


def test_a_sample_comes_with_the_exact_first_steps(tables: Tables, context: SiteContext) -> None:
    tables["report.paths"] = tables["report.paths"].sort("touchpoints").head(100)
    encoded = encode_paths(tables, context)
    assert encoded["drawnCount"] < encoded["journeyCount"]
    links: Any = encoded["firstLinks"]
    names = [touchpoint["name"] for touchpoint in encoded["touchpoints"]]  # type: ignore[attr-defined]
    first = Counter({names[start]: 0 for _, start, _, _ in links})
    for step, start, _, count in links:
        first[names[start]] += count if step == 1 else 0
    expected = (
        tables["marts.path_links"].filter(step_index=1).group_by("from_touchpoint").agg(pl.col("journey_count").sum())
    )
    for touchpoint, count in expected.rows():
        assert first[touchpoint if touchpoint in names else RARE] == count


def test_a_very_long_path_keeps_both_its_ends_and_says_what_is_missing(tables: Tables, context: SiteContext) -> None:
    long = ["Home page"] + ["Feature used"] * 500 + ["Cart"]
    row = {**tables["report.paths"].row(0, named=True), "path_unit": "journey", "touchpoints": long}
    extra = pl.DataFrame([row], schema=tables["report.paths"].schema)
    tables["report.paths"] = pl.concat([tables["report.paths"], extra])
    longest = max(decode(encode_paths(tables, context)), key=len)[6:]
    assert len(longest) == 2 * LONGEST_END + 1
    assert (longest[0], longest[LONGEST_END], longest[-1]) == ("Home page", SKIPPED, "Cart")
