"""Connected components against an obvious twin."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from journeymine.identity.components import link_components, link_nodes

NODES = 8
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=12)


def link_slowly(edges: list[tuple[int, int]]) -> list[int]:
    """Spread the smallest number along edges until nothing changes."""
    labels = list(range(NODES))
    for _ in range(NODES):
        for one, other in edges:
            labels[one] = labels[other] = min(labels[one], labels[other])
    return labels


@given(EDGES)
def test_components_are_named_after_their_smallest_node(edges):
    ends = np.array(edges, dtype=np.int32).reshape(-1, 2)
    assert link_components(ends[:, 0], ends[:, 1], NODES).tolist() == link_slowly(edges)


@given(EDGES, st.randoms())
def test_the_order_of_edges_does_not_matter(edges, random):
    shuffled = [edge[:: random.choice((1, -1))] for edge in random.sample(edges, len(edges))]
    frames = [
        pl.DataFrame(rows, schema={"from_node_number": pl.Int32, "to_node_number": pl.Int32}, orient="row")
        for rows in (edges, shuffled)
    ]
    nodes = pl.DataFrame({"node_number": range(NODES)}, schema={"node_number": pl.Int32})
    assert link_nodes(nodes, frames[0]).equals(link_nodes(nodes, frames[1]))


def test_no_nodes_have_no_components():
    none = np.empty(0, dtype=np.int32)
    assert link_components(none, none, 0).tolist() == []
