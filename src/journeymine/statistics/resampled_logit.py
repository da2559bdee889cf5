"""Logistic regression on counted cells, with clusters drawn again and their scores flipped: one home for both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RIDGE = 0.1
"""Penalty on all coefficients but the intercept (a normal prior of 3 log odds): levels without events stay finite."""
STEPS = 25
PRECISION = 1e-8
DRAW_PRECISION = 1e-3
"""Drawn fits stop when no coefficient moves by more: far below what sets one draw apart from the next."""
LARGEST_LOGIT = 30.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """A log odds ratio, its 95% percentile interval over drawn clusters, and the p of flipped scores."""

    log_odds_ratio: float
    low: float
    high: float
    p_value: float


def fit_logit(
    design: Numbers, trials: Numbers, events: Numbers, start: Numbers | None = None, precision: float = PRECISION
) -> Numbers:
    """Fit logistic regressions of one design to several sets of counts, by Newton's method.

    Args:
        design: (n_cells, n_columns); the first column is the intercept.
        trials: (n_fits, n_cells), >= 0.
        events: (n_fits, n_cells), at most the trials.
        start: (n_columns,), coefficients to begin at.
        precision: Stop when no coefficient moves by more.

    Returns:
        Coefficients (n_fits, n_columns).
    """
    width = design.shape[1]
    beta = np.tile(np.zeros(width) if start is None else start, (trials.shape[0], 1))
    penalty = np.full(width, RIDGE)
    penalty[0] = 1e-6
    one, other = np.triu_indices(width)
    products = design[:, one] * design[:, other]
    going = np.arange(len(beta))  # those that have settled are left alone
    for _ in range(STEPS):
        some, tried = beta[going], trials[going]
        chance = _find_chances(some, design)
        slope = (events[going] - tried * chance) @ design - penalty * some
        curve = np.empty((len(going), width, width))
        curve[:, one, other] = (tried * chance * (1 - chance)) @ products
        curve[:, other, one] = curve[:, one, other]
        moved = np.linalg.solve(curve + np.diag(penalty), slope[:, :, None])[:, :, 0]
        longest = np.abs(moved).max(axis=1)
        # a long step is cut: far from the summit the curve says little
        beta[going] = some + moved * np.minimum(1, 3 / np.maximum(longest, 3e-9))[:, None]
        going = going[longest >= precision]
        if not going.size:
            break
    return beta


def estimate_effect(
    design: Numbers, trials: Numbers, events: Numbers, *, draws: int, flips: int, seed: int
) -> Effect | None:
    """Estimate the effect of the last column of the design, with clusters as what is drawn.

    The interval draws clusters with replacement and fits again. The p value flips the sign of whole clusters' effective
    scores under the model without the effect; it holds where clusters are alike under no effect.

    Args:
        design: (n_cells, n_columns), intercept first, the effect's column last.
        trials: (n_clusters, n_cells), >= 0.
        events: (n_clusters, n_cells), at most the trials.
        draws: Number of drawn sets of clusters.
        flips: Number of flipped signs.
        seed: Makes both the same every time.

    Returns:
        The effect, or None where events happen on one side of it alone.

    Source: Davison, Hinkley (1997), Bootstrap methods and their application, 3.8; Hemerik, Goeman, Finos (2020), Robust
        testing in generalized linear models by sign flipping score contributions. JRSS B 82:841-864.
    """
    side = design[:, -1] > 0
    if events[:, side].sum() == 0 or events[:, ~side].sum() == 0:
        return None
    from threadpoolctl import threadpool_limits  # loaded where a model is fitted

    with threadpool_limits(1):  # the matrices are small: threads would only wait for one another
        return _resample(design, trials, events, draws, flips, np.random.default_rng(seed))


def _resample(
    design: Numbers, trials: Numbers, events: Numbers, draws: int, flips: int, random: np.random.Generator
) -> Effect:
    cluster_count = trials.shape[0]
    whole = fit_logit(design, trials.sum(0)[None, :], events.sum(0)[None, :])[0]
    drawn = random.multinomial(cluster_count, np.full(cluster_count, 1 / cluster_count), draws).astype(np.float64)
    effects = fit_logit(design, drawn @ trials, drawn @ events, whole, DRAW_PRECISION)[:, -1]
    low, high = np.quantile(effects, (0.025, 0.975))
    scores = _score_clusters(design, trials, events)
    signs = random.choice((-1.0, 1.0), (flips, cluster_count))
    beyond = int((np.abs(signs @ scores) >= abs(scores.sum()) * (1 - 1e-12)).sum())
    return Effect(float(whole[-1]), float(low), float(high), (beyond + 1) / (flips + 1))


def _score_clusters(design: Numbers, trials: Numbers, events: Numbers) -> Numbers:
    """Score the effect per cluster at no effect, with what the other columns explain of it taken out."""
    others, exposure = design[:, :-1], design[:, -1]
    beta = fit_logit(others, trials.sum(0)[None, :], events.sum(0)[None, :])
    chance = _find_chances(beta, others)[0]
    weight = trials.sum(0) * chance * (1 - chance)
    curve = (others * weight[:, None]).T @ others + RIDGE * np.eye(others.shape[1])
    rest = exposure - others @ np.linalg.solve(curve, others.T @ (weight * exposure))
    return np.asarray((events - trials * chance) @ rest)


def _find_chances(beta: Numbers, design: Numbers) -> Numbers:
    logit = np.clip(beta @ design.T, -LARGEST_LOGIT, LARGEST_LOGIT)
    return np.asarray(1 / (1 + np.exp(-logit)))
