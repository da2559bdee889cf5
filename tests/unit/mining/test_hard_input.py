"""Logs that are hard to mine end soon, with a result or a word why there is none: rings, and one journey of 100,000."""

from __future__ import annotations

import random
from collections import Counter
from time import process_time

import polars as pl
import pytest

from journeymine.mining.discover import discover_models
from journeymine.mining.patterns import find_patterns
from journeymine.mining.replay import find_beginnings
from journeymine.mining.representatives import find_representatives

ALL_MODELS = 5
ENDLESS = 100_000


def test_journeys_that_only_go_round_are_models_that_replay_them(write_frames) -> None:
    ring = ["Ask", "Wait", "Answer"]
    variants = Counter({tuple((ring * 9)[start : start + steps]): 3 for start in range(3) for steps in range(4, 20)})
    models, edges, files = discover_models(*write_frames(variants))
    assert models.height == ALL_MODELS
    assert models["fitness"].null_count() == models["precision"].null_count() == 0
    assert models["fitness"].min() > 0.85
    assert edges["model"].n_unique() == ALL_MODELS
    assert files.filter(format="pnml").height == ALL_MODELS


@pytest.mark.timeout(120)
def test_one_journey_of_a_hundred_thousand_steps_is_mined_beside_the_others(write_frames) -> None:
    draw = random.Random(4)
    endless = tuple(draw.choice("ABCDEFGH") for _ in range(ENDLESS))
    variants = Counter({endless: 1, ("A", "B", "C"): 50, ("A", "C"): 30})
    models, edges, _ = discover_models(*write_frames(variants), arc_share=1.0)
    assert models.height == ALL_MODELS
    for row in models.iter_rows(named=True):
        assert row["fitness"] is not None or "Not mined" in row["note"] or "not known" in row["note"]
    graph = edges.filter(pl.col("model") == "directly_follows", pl.col("from_kind") == "start")
    assert graph["journey_count"].sum() == 81


def test_beginnings_of_an_endless_journey_are_no_more_than_are_kept() -> None:
    begun = process_time()
    found = find_beginnings([(("A", "B") * ENDLESS, 2), (("A",), 5)], 300)
    assert [(len(each.path), each.journey_count) for each in found[:3]] == [(0, 7), (1, 2), (2, 2)]
    assert len(found) == 301
    assert process_time() - begun < 5


def test_beginnings_are_those_of_all_prefixes() -> None:
    draw = random.Random(8)
    variants = [
        (tuple(draw.choice("AB") for _ in range(draw.randrange(1, 12))), draw.randrange(1, 5)) for _ in range(40)
    ]
    counted: Counter[tuple[str, ...]] = Counter()
    for path, count in variants:
        for length in range(1, len(path)):
            counted[path[:length]] += count
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    for limit in (1, 3, 7, 500):
        found = find_beginnings(variants, limit)
        assert [(each.path, each.journey_count) for each in found[1:]] == ranked[:limit]


def test_goal_that_nobody_reaches_leaves_patterns_without_a_lift() -> None:
    rows = [("A", "B", "C"), ("A", "C"), ("B",) * ENDLESS]
    variants = pl.DataFrame(
        {
            "variant_id": ["1", "2", "3"],
            "touchpoints": [list(row) for row in rows],
            "journey_count": [40, 30, 1],
            "converted_count": [0, 0, 0],
            "abandoned_count": [40, 30, 1],
            "customer_count": [40, 30, 1],
            "first_journey_count": [40, 30, 1],
        }
    )
    patterns, told = find_patterns(variants, frozenset())
    assert patterns.select("converted_count", "converting_lift").unique().rows() == [(0, None)]
    assert "of 71 journeys" in told
    representatives, _ = find_representatives(variants, 71)
    assert representatives["journey_count"].sum() == 71
