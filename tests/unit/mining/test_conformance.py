from __future__ import annotations

import itertools
import random

import polars as pl
import pytest
from pm4py.algo.conformance.alignments.petri_net.variants import dijkstra_less_memory

from journeymine.mining.aligning import TRACE_STATES, align_traces
from journeymine.mining.conformance import FIT_SCHEMA, MOVE_SCHEMA, hold_variants
from journeymine.mining.plan_net import build_plan_net, count_needed_steps
from journeymine.mining.plan_tables import score_stages
from journeymine.settings import PlannedJourney
from tests.unit.mining.nets import build_net

STEPS = ["Advert", {"any": ["Page", "Visit"], "repeat": True}, {"optional": "Cart"}, "Checkout", "Order"]


def make_plan(steps: list[object] | None = None, **more: object) -> PlannedJourney:
    return PlannedJourney.model_validate({"name": "web", "steps": steps or STEPS, **more})


def write_variants(*paths: str, is_finished: bool = True) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "plan": ["web"] * len(paths),
            "variant_id": [f"v{number}" for number in range(len(paths))],
            "is_finished": [is_finished] * len(paths),
            "touchpoints": [path.split() for path in paths],
            "journey_count": [10] * len(paths),
        }
    )


def hold(path: str, plan: PlannedJourney | None = None, *, is_finished: bool = True) -> tuple[float, list[tuple]]:
    fits, moves, problems = hold_variants([plan or make_plan()], write_variants(path, is_finished=is_finished))
    assert problems == {}
    assert fits["conformance_method"].to_list() == ["alignment"]
    deviations = moves.filter(pl.col("move_kind") != "followed").select("move_kind", "touchpoint", "move_count").rows()
    return fits["plan_fitness"][0], deviations


@pytest.mark.parametrize(
    "path",
    ["Advert Page Checkout Order", "Advert Visit Page Page Cart Checkout Order", "Advert Page Cart Checkout Order"],
)
def test_what_the_plan_allows_fits_wholly(path: str) -> None:
    assert hold(path) == (1.0, [])


@pytest.mark.parametrize(
    ("path", "deviation", "moves"),
    [
        ("Page Checkout Order", ("skipped", "Advert", 1), 1),
        ("Advert Checkout Order", ("skipped", "Page or Visit", 1), 1),
        ("Advert Page Blog Checkout Blog Order", ("inserted", "Blog", 2), 2),
        ("Advert Page Checkout Checkout Order", ("repeated", "Checkout", 1), 1),
        ("Advert Page Checkout Cart Order", ("out_of_order", "Cart", 1), 1),
        ("Page Advert Checkout Order", ("out_of_order", "Page", 1), 2),
    ],
)
def test_each_kind_of_deviation_is_told(path: str, deviation: tuple, moves: int) -> None:
    fitness, found = hold(path)
    if deviation[1] == "Page" and found != [deviation]:
        deviation = ("out_of_order", "Advert", 1)  # of two that changed places either may be the one
    assert found == [deviation]
    assert fitness == pytest.approx(1 - moves / (len(path.split()) + 4))


def test_a_journey_without_a_goal_is_held_up_to_where_it_stopped() -> None:
    assert hold("Advert Page", is_finished=False) == (1.0, [])
    assert hold("Page", is_finished=False)[1] == [("skipped", "Advert", 1)]
    assert hold("Advert Page", is_finished=True)[1] == [("skipped", "Checkout", 1), ("skipped", "Order", 1)]


def test_before_the_goal_steps_are_called_alike_whether_it_was_reached_or_not() -> None:
    called = []
    for path, is_finished in (("Advert Checkout Order", True), ("Advert Checkout", False)):
        variants = write_variants(path, is_finished=is_finished)
        moves = hold_variants([make_plan()], variants, is_early=True)[1]
        called.append(moves.select("move_kind", "touchpoint", "planned_step", "move_count").rows())
        assert moves["is_finished"].unique().to_list() == [is_finished]
    assert called[0] == called[1]
    assert ("skipped", "Page or Visit", "Page or Visit", 1) in called[0]
    assert hold_variants([make_plan()], write_variants("Order"), is_early=True)[0].is_empty()


def test_accepted_deviations_are_told_and_cost_nothing() -> None:
    plan = make_plan(accepted=[{"kind": "inserted"}, {"kind": "skipped", "touchpoint": "Advert", "why": "direct"}])
    fits, moves, _ = hold_variants([plan], write_variants("Blog Page Checkout Order", "Page Order"))
    assert fits.select("plan_fitness", "deviation_count").rows() == [(1.0, 0), (pytest.approx(1 - 1 / 6), 1)]
    accepted = moves.filter("is_accepted").select("move_kind", "touchpoint").unique().sort("move_kind").rows()
    assert accepted == [("inserted", "Blog"), ("skipped", "Advert")]


def test_cost_is_that_of_pm4pys_alignments() -> None:
    chance = random.Random(5)
    names = ["Advert", "Page", "Visit", "Cart", "Checkout", "Order", "Blog"]
    paths = sorted({tuple(chance.choices(names, k=chance.randrange(1, 9))) for _ in range(80)})
    plan, codes = make_plan(), {name: name for name in names}
    for may_stop in (False, True):
        net, _ = build_plan_net(plan, codes, may_stop=may_stop)
        ours = align_traces(
            {"net": net, "traces": [list(path) for path in paths], "trace_states": TRACE_STATES, "seconds": 60}
        )
        twin, *_ = build_net(net)
        theirs = dijkstra_less_memory.apply_from_variants_list([(path, 1) for path in paths], *twin, parameters={})
        assert [sum(move[0] != "followed" for move in moves) for moves in ours] == [
            theirs[path]["cost"] // 10000 for path in paths
        ]
        [nothing_done] = align_traces({"net": net, "traces": [[]], "trace_states": TRACE_STATES, "seconds": 60})
        assert len(nothing_done) == (0 if may_stop else count_needed_steps(plan))


def test_the_same_ties_fall_the_same_way_in_every_process() -> None:
    paths = [" ".join(path) for path in itertools.permutations(("Advert", "Page", "Checkout", "Order"))]
    first, second = (hold_variants([make_plan()], write_variants(*paths))[1] for _ in range(2))
    assert first.equals(second)
    assert first.height > len(paths)


def test_what_cannot_be_aligned_in_its_states_is_replayed_and_says_so() -> None:
    variants = write_variants("A B", "B " * 50)
    fits, moves, problems = hold_variants([make_plan(["A", "B"])], variants, trace_states=5)
    assert fits["conformance_method"].to_list() == ["alignment", "token_replay"]
    assert fits["deviation_count"].to_list() == [0, None]
    assert 0 <= fits["plan_fitness"][1] < 0.5
    assert "1 variants were scored by token replay" in problems["web"]
    assert set(moves["variant_id"]) == {"v0"}


def test_what_alignment_does_not_come_to_in_its_time_is_replayed_and_says_so() -> None:
    variants = write_variants("Advert Page Checkout Order", "Advert Order")
    fits, moves, problems = hold_variants([make_plan()], variants, align_seconds=-1)
    assert fits["conformance_method"].to_list() == ["token_replay", "token_replay"]
    assert fits["plan_fitness"][0] == 1 > fits["plan_fitness"][1]
    assert moves.is_empty()
    assert "2 variants were scored by token replay" in problems["web"]
    assert "more than -1 CPU seconds in all" in problems["web"]


def test_a_worker_that_may_do_nothing_is_told() -> None:
    fits, moves, problems = hold_variants([make_plan()], write_variants("Advert " * 4000), limit_seconds=1e-6)
    assert "neither aligned" in problems["web"]
    assert fits.is_empty()
    assert moves.is_empty()


def test_no_plan_and_no_journey_give_empty_tables() -> None:
    for plans in ([], [make_plan()]):
        fits, moves, problems = hold_variants(plans, write_variants())
        assert (fits.height, moves.height, problems) == (0, 0, {})
        assert (fits.schema, moves.schema) == (FIT_SCHEMA, MOVE_SCHEMA)


def test_a_stage_without_a_planned_step_has_no_fitness() -> None:
    plan = make_plan(["Advert", "Order"])
    fits, moves, _ = hold_variants([plan], write_variants("Advert Forum Order", "Advert Forum Advert Order"))
    stages = score_stages([plan], moves, fits, {"Advert": "awareness", "Order": "purchase", "Forum": "service"})
    assert dict(stages.select("stage", "plan_fitness").rows()) == {
        "awareness": pytest.approx(2 / 3),  # the second Advert is one too many
        "purchase": 1.0,
        "service": None,
    }
