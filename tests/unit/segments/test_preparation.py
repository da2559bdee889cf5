from __future__ import annotations

import numpy as np
import pytest

from journeymine.segments.preparation import MOVES, Matrix, RawFeatures, prepare_coordinates


def prepare(shares: Matrix) -> Matrix:
    names = tuple(f"{MOVES}: {place}" for place in range(shares.shape[1]))
    ids = np.arange(len(shares))
    raw = RawFeatures(ids, shares, names, (MOVES,) * len(names), ("share",) * len(names), names)
    return prepare_coordinates(raw, seed=1).points


def test_a_rare_move_tells_more_than_one_that_nearly_everybody_makes() -> None:
    random = np.random.default_rng(0)
    usual = random.uniform(0.1, 0.5, 1000)
    rare = np.arange(1000) < 60
    points = prepare(np.column_stack([usual, np.where(rare, 0.3, 0.0), 0.5 - usual]))
    apart = np.linalg.norm(points[rare].mean(axis=0) - points[~rare].mean(axis=0))
    assert apart > 2 * np.linalg.norm(points[~rare] - points[~rare].mean(axis=0), axis=1).mean()


def test_moves_count_in_proportion_and_whoever_made_none_has_a_place() -> None:
    random = np.random.default_rng(0)
    shares = random.dirichlet([1, 1, 1], 500)
    shares[0], shares[1] = 0, np.nan
    shares[3] = shares[2] / 10
    points = prepare(shares)
    assert np.isfinite(points).all()
    assert points[0] == pytest.approx(points[1])
    assert points[3] == pytest.approx(points[2])


def test_moves_that_everybody_makes_alike_tell_nothing() -> None:
    shares = np.random.default_rng(0).uniform(0.1, 0.5, (300, 1))
    assert prepare(shares).shape == (300, 0)
