from __future__ import annotations

from journeymine.site.layout import assign_layers, order_layers


def test_every_arc_but_the_one_that_closes_a_loop_points_to_a_later_layer() -> None:
    arcs = [("s", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("a", "c"), ("c", "e"), ("b", "b")]
    layers = assign_layers(["s", "a", "b", "c", "e"], arcs, ["s"])
    assert layers == {"s": 0, "a": 1, "b": 2, "c": 3, "e": 4}


def test_a_node_no_start_reaches_has_a_layer_too() -> None:
    assert assign_layers(["s", "x", "y"], [("x", "y")], ["s"]) == {"s": 0, "x": 0, "y": 1}


def test_a_loop_of_many_nodes_is_laid_out_without_recursion() -> None:
    nodes = [str(number) for number in range(5000)]
    arcs = [(a, b) for a, b in zip(nodes, nodes[1:] + nodes[:1], strict=True)]
    assert assign_layers(nodes, arcs, ["0"])["4999"] == 4999


def test_the_order_of_arcs_does_not_move_a_node() -> None:
    nodes = ["s", "a", "b", "c", "d", "e"]
    arcs = [("s", "b"), ("s", "a"), ("a", "c"), ("b", "d"), ("c", "e"), ("d", "e"), ("e", "a")]

    def place(order: list[tuple[str, str]]) -> dict[int, list[str]]:
        return order_layers(assign_layers(nodes, order, ["s"]), dict.fromkeys(sorted(order), 1.0))

    assert place(arcs) == place(arcs[::-1])


def test_crossings_that_can_be_avoided_are() -> None:
    layers = {"a": 0, "b": 0, "x": 1, "y": 1}
    ordered = order_layers(layers, {("a", "y"): 5.0, ("b", "x"): 5.0})
    assert [ordered[0].index("a") < ordered[0].index("b")] == [ordered[1].index("y") < ordered[1].index("x")]
