"""Find which identity keys belong together: connected components of the identity graph."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

COMPONENT_TABLES = {
    "core.first_components": ("core.person_nodes", "core.first_links"),
    "core.final_components": ("core.person_nodes", "core.final_links"),
}
"""Tables made by `link_nodes`, with the tables it is given: nodes, links."""


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
