from __future__ import annotations

import numpy as np

from journeymine.sample.draws import Draws


def test_a_draw_depends_on_its_keys_and_not_on_its_neighbours() -> None:
    draws = Draws(7)
    persons = np.arange(1000)
    together = draws.uniform("visit", persons, 12)
    alone = np.concatenate([draws.uniform("visit", persons[:1], 12), draws.uniform("visit", persons[1:], 12)])
    assert (together == alone).all()


def test_name_key_and_seed_each_change_the_draw() -> None:
    persons = np.arange(1000)
    first = Draws(7).uniform("visit", persons)
    others = (
        Draws(8).uniform("visit", persons),
        Draws(7).uniform("call", persons),
        Draws(7).uniform("visit", persons + 1000),
        Draws(7).uniform("visit", persons, 0),
    )
    for other in others:
        assert (first == other).sum() == 0
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.12


def test_uniform_numbers_are_uniform_and_inside_the_interval() -> None:
    numbers = Draws(1).uniform("x", np.arange(200_000))
    assert numbers.min() > 0
    assert numbers.max() < 1
    shares = np.histogram(numbers, bins=20, range=(0, 1))[0] / len(numbers)
    assert np.abs(shares - 0.05).max() < 0.003


def test_normal_numbers_have_mean_zero_and_deviation_one() -> None:
    numbers = Draws(1).normal("x", np.arange(100_000))
    assert abs(numbers.mean()) < 0.02
    assert abs(numbers.std() - 1) < 0.02


def test_choices_follow_their_weights_in_every_row() -> None:
    weights = np.array([[1.0, 3.0, 0.0], [0.0, 1.0, 1.0]])
    rows = np.arange(60_000) % 2
    chosen = Draws(3).choose("x", weights[rows], np.arange(60_000))
    assert not (chosen[rows == 0] == 2).any()
    assert not (chosen[rows == 1] == 0).any()
    assert abs((chosen[rows == 0] == 1).mean() - 0.75) < 0.01


def test_negative_and_huge_keys_are_keys_like_any_other() -> None:
    keys = np.array([-1, 0, 1, 2**62, -(2**62)])
    assert len(set(Draws(7).uniform("x", keys))) == 5
