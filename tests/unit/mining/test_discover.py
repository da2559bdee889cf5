"""Models come with their edges, their measures, and a plain word where one is missing."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from journeymine.mining import bounded, discover
from journeymine.mining.bounded import Miner
from journeymine.mining.discover import EDGE_SCHEMA, MODEL_SCHEMA, discover_models

NAMES = {
    f"a{index:06d}": name for index, name in enumerate(["Advert", "Cart, full", "NA", "Pay", "Page", "Visit", "Я"])
}
ALL_MODELS = ["split_miner", "inductive_miner", "heuristics_miner", "quick_view", "directly_follows"]


@pytest.fixture
def shop(draw_variants) -> Counter[tuple[str, ...]]:
    return Counter({tuple(NAMES[code] for code in path): n for path, n in draw_variants(5).items()})


def test_every_model_is_mined_measured_and_named(shop, write_frames) -> None:
    models, edges, _ = discover_models(*write_frames(shop))
    assert models["model"].to_list() == ALL_MODELS
    assert models.schema == MODEL_SCHEMA
    assert edges.schema == EDGE_SCHEMA
    assert models.select(pl.col("fitness", "precision").is_between(0.3, 1).all()).row(0) == (True, True)
    assert dict(models.select("model", "is_sound").rows()) == dict.fromkeys(ALL_MODELS, True) | {
        "heuristics_miner": None
    }
    assert models["journey_coverage_share"].to_list() == [1.0] * len(ALL_MODELS)
    assert models["journey_count"].to_list() == [120] * len(ALL_MODELS)
    for model in models["model"]:
        labels = edges.filter(pl.col("model") == model, pl.col("to_kind") == "touchpoint")["to_label"]
        assert set(labels) == {name for path in shop for name in path}
    assert (
        edges.group_by("model")
        .agg((pl.col("edge_index").sort() == pl.int_range(1, pl.len() + 1)).all())["edge_index"]
        .all()
    )


def test_edges_of_the_graph_carry_the_counts_of_the_journeys(shop, write_frames) -> None:
    transitions, journey_ends, triples, variants = write_frames(shop)
    _, edges, _ = discover_models(transitions, journey_ends, triples, variants, arc_share=1.0)
    graph = edges.filter(pl.col("model") == "directly_follows")
    inner = graph.filter(pl.col("from_kind") == "touchpoint", pl.col("to_kind") == "touchpoint")
    kept = inner.select("from_label", "to_label", "transition_count", "journey_count").sort(pl.all()).rows()
    assert kept == transitions.sort(pl.all()).rows()
    starts = graph.filter(pl.col("from_kind") == "start").select("to_label", "journey_count")
    assert sorted(starts.rows()) == sorted(
        journey_ends.filter(pl.col("started_count") > 0).select("touchpoint", "started_count").rows()
    )
    assert graph.filter(pl.col("to_kind") == "end")["journey_count"].sum() == 120


def test_edges_at_gateways_claim_no_count(shop, write_frames) -> None:
    _, edges, _ = discover_models(*write_frames(shop))
    at_gateways = edges.filter((pl.col("from_kind") == "gateway") | (pl.col("to_kind") == "gateway"))
    assert at_gateways.height > 0
    assert at_gateways["transition_count"].null_count() == at_gateways.height


def test_no_journeys_give_models_that_say_so(write_frames) -> None:
    models, edges, _ = discover_models(*write_frames(Counter()))
    assert models["note"].to_list() == ["No journeys yet."] * len(ALL_MODELS)
    assert models["journey_count"].to_list() == [0] * len(ALL_MODELS)
    assert edges.is_empty()
    assert edges.schema == EDGE_SCHEMA


def test_journeys_of_one_step_are_a_process(write_frames) -> None:
    models, edges, _ = discover_models(*write_frames(Counter({("Visit",): 3})))
    assert models["fitness"].to_list() == [1.0] * len(ALL_MODELS)
    assert edges.filter(pl.col("model") == "split_miner").select("from_node", "to_node", "journey_count").rows() == [
        ("start", "touchpoint:Visit", 3),
        ("touchpoint:Visit", "end", 3),
    ]


def test_time_limit_is_told_and_the_graph_is_still_drawn(draw_variants, write_frames) -> None:
    tangled = draw_variants(1, journeys=1500, touchpoints=50, jump_share=0.6)  # some tens of milliseconds a task
    transitions, journey_ends, triples, variants = write_frames(tangled)
    models, edges, _ = discover_models(transitions, journey_ends, triples, variants, limit_seconds=1e-6)
    assert all("stopped after 1e-06 CPU seconds" in note for note in models["note"])
    assert models["fitness"].null_count() == len(ALL_MODELS)
    graph = edges.filter(pl.col("from_kind") == "touchpoint", pl.col("to_kind") == "touchpoint")
    assert set(edges["model"]) == {"directly_follows"}
    assert graph["transition_count"].sum() == transitions["transition_count"].sum()


def test_task_that_does_not_come_back_is_ended(draw_variants, count, monkeypatch) -> None:
    monkeypatch.setattr(bounded, "START_SECONDS", 0.01)
    miner = Miner(count(draw_variants(1)), {}, limit_seconds=1e-6)
    assert "did not answer in time" in miner.ask("edges", "split_miner").problem
    assert miner._process is None


def test_fewer_replayed_variants_are_stated_as_coverage(shop, write_frames, monkeypatch) -> None:
    monkeypatch.setattr(discover, "REPLAYED_VARIANTS", 1)
    models, _, _ = discover_models(*write_frames(shop))
    assert models["journey_coverage_share"].to_list() == [pytest.approx(max(shop.values()) / 120)] * len(ALL_MODELS)


def test_share_of_touchpoints_leaves_the_rare_ones_out(shop, write_frames) -> None:
    models, edges, _ = discover_models(*write_frames(shop), activity_share=0.5)
    assert models["activity_share"].to_list() == [0.5] * len(ALL_MODELS)
    assert edges.filter(pl.col("to_kind") == "touchpoint")["to_label"].n_unique() == 4


def test_process_that_died_is_told_and_started_again(draw_variants, count) -> None:
    options = {"arc_share": 1.0, "noise": 0.2, "replayed_variants": 9, "replayed_prefixes": 9}
    miner = Miner(count(draw_variants(1)), options, limit_seconds=15)
    try:
        assert miner.ask("edges", "split_miner").problem is None
        miner._process.kill()
        assert "process ended" in miner.ask("fitness", "split_miner").problem
        assert miner.ask("fitness", "split_miner").value > 0
    finally:
        miner.close()
