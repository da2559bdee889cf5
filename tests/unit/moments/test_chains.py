from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from journeymine.moments import chains
from journeymine.moments.chains import find_auc, find_removals


def count_contexts(paths: list[tuple[tuple[int, ...], int, int]]) -> pl.DataFrame:
    """Count the contexts of paths given with the number of times they converted and were lost."""
    rows = []
    for path, converted, lost in paths:
        padded = (0, 0, 0, *path)
        for index in range(3, len(padded)):
            is_last = index == len(padded) - 1
            rows.append((*padded[index - 3 : index + 1], converted + lost, converted * is_last, lost * is_last))
    names = ("before_3_rank", "before_2_rank", "before_1_rank", "touch_rank")
    counts = ("reached_count", "converted_count", "lost_count")
    return (
        pl.DataFrame(rows, schema=[*names, *counts], orient="row").group_by(names).agg(pl.col(counts).sum()).sort(names)
    )


def test_a_value_on_every_converting_path_takes_everything_with_it() -> None:
    found = find_removals(count_contexts([((1, 2), 5, 0), ((1,), 0, 5), ((3,), 0, 4)]), 1)
    assert found is not None
    assert found.touch_ranks == (1, 2, 3)
    assert found.effects.tolist() == pytest.approx([1, 1, 0])
    assert found.path_auc == 1


def test_removals_of_a_small_chain_are_those_worked_out_by_hand() -> None:
    # half of the paths start at 1, which converts with 1/2; 2 passes on to 1 with 1/2 and converts with 1/4
    found = find_removals(count_contexts([((1,), 2, 2), ((2,), 1, 1), ((2, 1), 1, 1)]), 1)
    assert found is not None
    base = 0.5 * 0.5 + 0.5 * (0.25 + 0.5 * 0.5)
    assert found.effects.tolist() == pytest.approx([1 - 0.5 * 0.25 / base, 1 - 0.25 / base])


def test_a_higher_order_tells_apart_what_came_before() -> None:
    paths = [((1, 2), 9, 1), ((3, 2), 1, 9)]
    first, second = (find_removals(count_contexts(paths), order) for order in (1, 2))
    assert first is not None
    assert second is not None
    assert first.effects.tolist() == pytest.approx([0.5, 1, 0.5])
    assert second.effects.tolist() == pytest.approx([0.9, 1, 0.1])
    assert second.path_auc == pytest.approx(0.9)


def test_loops_are_solved_and_a_path_of_nothing_but_one_value_ends() -> None:
    found = find_removals(count_contexts([((1,) * 500, 1, 0), ((1, 2) * 100, 1, 1)]), 3)
    assert found is not None
    assert found.effects[0] == pytest.approx(1)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_chain_too_large_for_factors_settles_on_the_same_effects(order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    paths = [
        (tuple(int(v) for v in random.integers(1, 6, random.integers(1, 9))), int(random.integers(0, 4)), 2)
        for _ in range(80)
    ]
    contexts = count_contexts(paths)
    direct = find_removals(contexts, order)
    monkeypatch.setattr(chains, "DIRECT_STATES", 0)
    settled = find_removals(contexts, order)
    assert direct is not None
    assert settled is not None
    assert settled.effects == pytest.approx(direct.effects, abs=1e-10)


def test_without_a_conversion_there_is_nothing_to_remove() -> None:
    assert find_removals(count_contexts([((1, 2), 0, 5)]), 1) is None


def test_ties_count_half_and_one_side_alone_has_no_auc() -> None:
    assert find_auc(np.array([0.2, 0.2, 0.9]), np.array([1.0, 1, 0]), np.array([1.0, 0, 1])) == pytest.approx(0.25)
    assert find_auc(np.array([0.5]), np.array([1.0]), np.array([0.0])) is None
