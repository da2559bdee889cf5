from __future__ import annotations

import numpy as np
import pytest

from journeymine.statistics.resampled_logit import estimate_effect, fit_drawn, fit_logit

DESIGN = np.array([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])


def draw_clusters(effect: float, seed: int, *, size: int = 400, count: int = 30) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    trials = random.integers(size // 2, size, (count, 4)).astype(float)
    chance = 1 / (1 + np.exp(-(DESIGN @ np.array([-2.0, 0.7, effect]))))
    return trials, random.binomial(trials.astype(int), chance).astype(float)


def test_a_fit_matches_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    trials, events = (counts.sum(0) for counts in draw_clusters(0.5, 1))
    rows = np.repeat(DESIGN[:, 1:], 2, axis=0)
    outcome = np.tile([0, 1], 4)
    weights = np.column_stack([trials - events, events]).ravel()
    peer = LogisticRegression(C=10, tol=1e-10, max_iter=1000).fit(rows, outcome, sample_weight=weights)  # C = 1 / RIDGE
    found = fit_logit(DESIGN, trials, events)
    assert found[1:] == pytest.approx(peer.coef_[0], abs=1e-4)


def test_fits_to_drawn_clusters_are_those_made_from_the_beginning() -> None:
    trials, events = draw_clusters(0.5, 7, size=60)
    drawn = np.random.default_rng(1).multinomial(30, np.full(30, 1 / 30), 50).astype(float)
    found = fit_drawn(DESIGN, trials, events, fit_logit(DESIGN, trials.sum(0), events.sum(0)), drawn)
    slow = np.array([fit_logit(DESIGN, counts @ trials, counts @ events) for counts in drawn])
    spread = slow[:, -1].std()
    assert np.abs(found[:, -1] - slow[:, -1]).max() < 0.05 * spread


def test_an_effect_is_found_with_its_interval_and_none_where_there_is_none() -> None:
    real = estimate_effect(DESIGN, *draw_clusters(0.5, 2), draws=200, flips=999, seed=1)
    nothing = estimate_effect(DESIGN, *draw_clusters(0.0, 3), draws=200, flips=999, seed=1)
    assert real is not None
    assert nothing is not None
    assert real.low < 0.5 < real.high
    assert real.p_value == 1 / 1000
    assert nothing.low < 0 < nothing.high
    assert nothing.p_value > 0.05


def test_one_in_twenty_tests_of_nothing_is_beyond_five_percent() -> None:
    found = [
        estimate_effect(DESIGN, *draw_clusters(0.0, 100 + seed, size=60), draws=2, flips=199, seed=seed)
        for seed in range(200)
    ]
    share = np.mean([effect.p_value <= 0.05 for effect in found if effect is not None])
    assert 0.01 < share < 0.1


def test_the_same_seed_gives_the_same_numbers() -> None:
    clusters = draw_clusters(0.3, 4)
    first, second = (estimate_effect(DESIGN, *clusters, draws=50, flips=99, seed=7) for _ in range(2))
    assert first == second


def test_events_on_one_side_alone_are_no_effect_to_estimate() -> None:
    trials, events = draw_clusters(0.3, 5)
    events[:, DESIGN[:, -1] > 0] = 0
    assert estimate_effect(DESIGN, trials, events, draws=10, flips=9, seed=1) is None


def test_a_level_without_events_stays_finite() -> None:
    trials, events = draw_clusters(0.3, 6)
    events[:, 1] = events[:, 3] = 0
    found = estimate_effect(DESIGN, trials, events, draws=20, flips=9, seed=1)
    assert found is not None
    assert np.isfinite([found.log_odds_ratio, found.low, found.high]).all()
