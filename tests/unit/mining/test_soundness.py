"""Soundness of nets drawn by hand, and of mined ones as pm4py's Woflan finds it."""

from __future__ import annotations

from typing import Any

import pytest
from pm4py.algo.analysis.woflan import algorithm as woflan

from journeymine.mining.files import write_plain_net
from journeymine.mining.soundness import check_soundness
from tests.unit.mining.nets import mine

pytestmark = pytest.mark.filterwarnings("ignore")


def draw(*arcs: str) -> dict[str, Any]:
    """Draw a net of unweighted arcs such as "i a": lower-case p.., i and o are places, other names transitions."""
    pairs = [tuple(arc.split()) for arc in arcs]
    nodes = {node for pair in pairs for node in pair}
    places = sorted(node for node in nodes if node in ("i", "o") or node.startswith("p"))
    return {
        "places": places,
        "transitions": [[node, node] for node in sorted(nodes - set(places))],
        "arcs": [[source, target, 1] for source, target in pairs],
        "initial": {"i": 1},
        "final": {"o": 1},
    }


@pytest.mark.parametrize(
    ("arcs", "is_sound"),
    [
        (("i a", "a p", "p b", "b o"), True),
        (("i a", "a p", "a p2", "p b", "p2 b", "b o"), True),  # parallel, joined again
        (("i a", "a p", "a p2", "p b", "b o", "p2 c", "c o"), False),  # parallel, never joined: a token is left over
        (("i a", "i b", "a p", "b p2", "p c", "p2 c", "c o"), False),  # a choice joined as if both were done: stuck
        (("i a", "a p", "p b", "b o", "p3 c", "c o"), False),  # c is dead
        (("i a", "a p", "p b", "b p", "b p2", "p c", "c o", "p2 d", "d o"), False),  # grows without end
        (("i a", "a p", "p b", "b p", "p c", "c o"), True),  # a loop
    ],
)
def test_a_net_is_sound_if_it_ends_cleanly_from_everywhere_and_nothing_is_dead(arcs, is_sound) -> None:
    assert check_soundness(draw(*arcs)) is is_sound


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("model", ["split_miner", "inductive_miner", "heuristics_miner"])
def test_a_mined_net_is_sound_where_woflan_finds_it_so(draw_variants, count, model, seed) -> None:
    net = mine(model, count(draw_variants(seed, journeys=60, touchpoints=5, jump_share=0.1)))
    theirs = woflan.apply(*net, parameters={woflan.Parameters.PRINT_DIAGNOSTICS: False})
    assert check_soundness(write_plain_net(net)) is bool(theirs)
