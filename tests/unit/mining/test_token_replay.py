"""Token replay gives what pm4py's gives, path by path, where both take the same silent ways."""

from __future__ import annotations

from typing import Any

import pytest
from pm4py.objects.petri_net.utils.petri_utils import get_places_shortest_path_by_hidden

from journeymine.mining.files import write_plain_net
from journeymine.mining.token_replay import TokenReplay
from tests.unit.mining.nets import build_net, mine, replay_with_pm4py

pytestmark = pytest.mark.filterwarnings("ignore")
TOKENS = ("missing", "consumed", "produced", "remaining")
MODELS = ("split_miner", "inductive_miner", "heuristics_miner", "quick_view", "directly_follows")


def replay(plain: Any, paths: list[tuple[str, ...]]) -> list[list[int]]:
    played = TokenReplay(plain)
    outcomes = [played.replay(path) for path in paths]
    return [[getattr(outcome, name) for name in TOKENS] for outcome in outcomes]


@pytest.mark.parametrize("jump_share", [0.1, 0.5])
@pytest.mark.parametrize("model", MODELS)
def test_tokens_are_those_of_pm4py(draw_variants, count, model, jump_share) -> None:
    variants = draw_variants(3, jump_share=jump_share)
    plain = write_plain_net(mine(model, count(variants)))
    paths = [*variants, ("a000001", "unknown", "a000000")]
    theirs = [[result[f"{name}_tokens"] for name in TOKENS] for result in replay_with_pm4py(plain, paths)]
    assert replay(plain, paths) == theirs
    assert model == "quick_view" or any(missing for missing, *_ in theirs)


@pytest.mark.parametrize("model", MODELS)
def test_silent_ways_are_as_short_as_pm4py_s(draw_variants, count, model) -> None:
    plain = write_plain_net(mine(model, count(draw_variants(1, jump_share=0.4))))
    theirs = get_places_shortest_path_by_hidden(build_net(plain)[0][0], 50)
    lengths = {(one.name, other.name): len(way) for one, ways in theirs.items() for other, way in ways.items()}
    assert {ends: len(way) for ends, way in TokenReplay(plain).silent_ways.items()} == lengths
