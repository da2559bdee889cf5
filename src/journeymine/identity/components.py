"""Find which identity keys belong together: connected components of the identity graph."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Number = TypeVar("Number", np.int32, np.int64)

COMPONENT_TABLES = {
    "core.first_components": ("core.person_nodes", "core.first_links"),
    "core.final_components": ("core.person_nodes", "core.final_links"),
}
"""Tables made by `link_nodes`, with the tables it is given: nodes, links."""
LIKELY_TABLE = "core.likely_components"
LIKELY_INPUTS = ("core.likely_joins",)
"""The table made by `link_likely_components`, and what it is given."""


def link_nodes(person_nodes: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Number the component each node lies in.

    Args:
        person_nodes: One row per node: node_number, 0 to n - 1 without a hole.
        links: One row per link: from_node_number, to_node_number.

    Returns:
        One row per node, in order: node_number, component_number (the smallest node number in it).
    """
    labels = link_components(
        links["from_node_number"].to_numpy(), links["to_node_number"].to_numpy(), person_nodes.height
    )
    return pl.DataFrame(
        {"node_number": np.arange(person_nodes.height, dtype=np.int32), "component_number": labels},
        schema={"node_number": pl.Int32, "component_number": pl.Int32},
    )


def link_likely_components(likely_joins: pl.DataFrame) -> pl.DataFrame:
    """Number the person that components become by likeness.

    Args:
        likely_joins: One row per likely link: from_component_number, to_component_number.

    Returns:
        One row per component that is linked to another: component_number, person_number (the smallest component_number
        of the person).
    """
    one, other = (likely_joins[f"{end}_component_number"].to_numpy() for end in ("from", "to"))
    components, persons = group_numbers(one, other)
    return pl.DataFrame(
        {"component_number": components, "person_number": persons},
        schema={"component_number": pl.Int32, "person_number": pl.Int32},
    )


def group_numbers(one: NDArray[Number], other: NDArray[Number]) -> tuple[NDArray[Number], NDArray[Number]]:
    """Put numbers that are paired, directly or through others, in one group.

    Args:
        one: One number of each pair.
        other: The other number of each pair.

    Returns:
        All numbers in order, and for each the smallest number of its group.
    """
    numbers, places = np.unique(np.concatenate((one, other)), return_inverse=True)
    nodes = places.astype(np.int32)
    labels = link_components(nodes[: len(one)], nodes[len(one) :], len(numbers))
    return numbers, numbers[labels]


def link_components(from_nodes: NDArray[np.int32], to_nodes: NDArray[np.int32], node_count: int) -> NDArray[np.int32]:
    """Label the connected components of an undirected graph.

    Args:
        from_nodes: One end of each edge, 0 to node_count - 1.
        to_nodes: The other end of each edge.
        node_count: How many nodes there are, linked or not.

    Returns:
        For each node the smallest node of its component, so labels do not depend on the order of the edges.
    """
    if node_count == 0:
        return np.empty(0, dtype=np.int32)
    edges = coo_array((np.ones(len(from_nodes), dtype=np.int8), (from_nodes, to_nodes)), shape=(node_count, node_count))
    _, labels = connected_components(edges, directed=False)
    _, smallest = np.unique(labels, return_index=True)
    components: NDArray[np.int32] = smallest[labels].astype(np.int32)
    return components
