"""Logistic regression on counted cells, with clusters drawn again and their scores flipped: one home for both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

RIDGE = 0.1
"""Penalty on all coefficients but the intercept (a normal prior of 3 log odds): levels without events stay finite."""
STEPS = 25
PRECISION = 1e-8
DRAW_PRECISION = 4e-3
"""Drawn fits stop when the effect moves by no more: far below what sets one draw apart from the next."""
NEW_CURVE = 4
"""Drawn fits that have not settled in so many steps get a curve of where they are."""
OTHER_PRECISION = 0.2
"""By so much the other coefficients may still move then: those of rare levels go far and bear on nothing."""
LARGEST_LOGIT = 30.0

Numbers = NDArray[np.floating]


@dataclass(frozen=True)
class Effect:
    """A log odds ratio, its 95% percentile interval over drawn clusters, and the p of flipped scores if asked for."""

    log_odds_ratio: float
    low: float
    high: float
    p_value: float | None


def fit_logit(design: Numbers, trials: Numbers, events: Numbers, start: Numbers | None = None) -> Numbers:
    """Fit a logistic regression to counts, by Newton's method.

    Args:
        design: (n_cells, n_columns); the first column is the intercept.
        trials: (n_cells,), >= 0.
        events: (n_cells,), at most the trials.
        start: (n_columns,), coefficients to begin at; else no effects and the events' share.

    Returns:
        Coefficients (n_columns,).
    """
    if start is None:
        share = (events.sum() + 0.5) / (trials.sum() + 1)
        start = np.append(np.log(share / (1 - share)), np.zeros(design.shape[1] - 1))
    beta = start
    penalty = _find_penalty(design)
    for _ in range(STEPS):
        chance = _find_chances(beta, design)
        slope = (events - trials * chance) @ design - penalty * beta
        curve = _find_curve(design, trials * chance * (1 - chance))
        moved = _cut(np.linalg.solve(curve + np.diag(penalty), slope))
        beta = beta + moved
        if np.abs(moved).max() < PRECISION:
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
        flips: Number of flipped signs; with 0 there is no p value.
        seed: Makes both the same every time.

    Returns:
        The effect, or None where events happen on one side of it alone.

    Source: Davison, Hinkley (1997), Bootstrap methods and their application, 3.8; Hemerik, Goeman, Finos (2020), Robust
        testing in generalized linear models by sign flipping score contributions. JRSS B 82:841-864.
    """
    side = design[:, -1] > 0
    if events[:, side].sum() == 0 or events[:, ~side].sum() == 0:
        return None
    with _find_pools().limit(limits=1):  # the matrices are small: threads would only wait for one another
        return _resample(design, trials, events, draws, flips, np.random.default_rng(seed))


@cache
def _find_pools() -> ThreadpoolController:
    """Find numpy's pools of threads, once: to look through all that a process has loaded takes longer than a fit."""
    from threadpoolctl import ThreadpoolController  # loaded where a model is fitted

    return ThreadpoolController()


def _resample(
    design: Numbers, trials: Numbers, events: Numbers, draws: int, flips: int, random: np.random.Generator
) -> Effect:
    cluster_count = trials.shape[0]
    whole = fit_logit(design, trials.sum(0), events.sum(0))
    drawn = random.multinomial(cluster_count, np.full(cluster_count, 1 / cluster_count), draws).astype(np.float64)
    effects = fit_drawn(design, trials, events, whole, drawn)[:, -1]
    low, high = np.quantile(effects, (0.025, 0.975))
    p_value = _flip_signs(_score_clusters(design, trials, events, whole), flips, random) if flips else None
    return Effect(float(whole[-1]), float(low), float(high), p_value)


def _flip_signs(scores: Numbers, flips: int, random: np.random.Generator) -> float:
    signs = random.choice((-1.0, 1.0), (flips, len(scores)))
    beyond = int((np.abs(signs @ scores) >= abs(scores.sum()) * (1 - 1e-12)).sum())
    return (beyond + 1) / (flips + 1)


def fit_drawn(design: Numbers, trials: Numbers, events: Numbers, whole: Numbers, drawn: Numbers) -> Numbers:
    """Fit to drawn sums of clusters, up to DRAW_PRECISION of the effect, the last coefficient.

    All fits begin at that of the whole, so that slopes and curves there are summed by cluster, once. Steps that follow
    keep the curve: they are a little shorter or longer than Newton's, and cost a tenth.

    Args:
        design: (n_cells, n_columns).
        trials: (n_clusters, n_cells).
        events: (n_clusters, n_cells).
        whole: (n_columns,), the fit to all clusters.
        drawn: (n_fits, n_clusters), how often each cluster is drawn.

    Returns:
        Coefficients (n_fits, n_columns).
    """
    penalty = _find_penalty(design)
    chance = _find_chances(whole, design)
    slope = drawn @ ((events - trials * chance) @ design) - penalty * whole
    weights = trials * (chance * (1 - chance))
    curves = np.array([_find_curve(design[weight > 0], weight[weight > 0]) for weight in weights])
    width = design.shape[1]
    inverse = np.linalg.inv((drawn @ curves.reshape(len(weights), -1)).reshape(-1, width, width) + np.diag(penalty))
    beta = whole + _cut(_turn(inverse, slope))
    # single precision from here on: what is left to find is far above its last digits
    plain, tried, reached = (numbers.astype(np.float32) for numbers in (design, drawn @ trials, drawn @ events))
    going = np.arange(len(beta))  # those that have settled are left alone
    for step in range(STEPS):
        some = beta[going]
        chances = _find_chances(some.astype(np.float32), plain)
        slope = (reached[going] - tried[going] * chances) @ plain - penalty * some
        if step and step % NEW_CURVE == 0:
            weights = tried[going] * chances * (1 - chances)
            curves = np.array([_find_curve(plain, weight) for weight in weights])
            inverse[going] = np.linalg.inv(curves + np.diag(penalty))
        moved = _cut(_turn(inverse[going], slope))
        beta[going] = some + moved
        far = np.abs(moved)
        going = going[(far[:, -1] >= DRAW_PRECISION) | (far.max(axis=1) >= OTHER_PRECISION)]
        if not going.size:
            break
    return beta


def _find_curve(design: Numbers, weights: Numbers) -> Numbers:
    return np.asarray(design.T @ (design * weights[:, None]))


def _turn(inverse: Numbers, slope: Numbers) -> Numbers:
    return np.asarray((inverse @ slope[:, :, None])[:, :, 0])


def _cut(moved: Numbers) -> Numbers:
    """Cut long steps: far from the summit the curve says little."""
    longest = np.abs(moved).max(axis=-1, keepdims=True)
    return np.asarray(moved * np.minimum(1, 3 / np.maximum(longest, 3e-9)))


def _find_penalty(design: Numbers) -> Numbers:
    penalty = np.full(design.shape[1], RIDGE)
    penalty[0] = 1e-6
    return penalty


def _score_clusters(design: Numbers, trials: Numbers, events: Numbers, whole: Numbers) -> Numbers:
    """Score the effect per cluster at no effect, with what the other columns explain of it taken out."""
    others, exposure = design[:, :-1], design[:, -1]
    beta = fit_logit(others, trials.sum(0), events.sum(0), whole[:-1])
    chance = _find_chances(beta, others)
    weight = trials.sum(0) * chance * (1 - chance)
    curve = (others * weight[:, None]).T @ others + RIDGE * np.eye(others.shape[1])
    rest = exposure - others @ np.linalg.solve(curve, others.T @ (weight * exposure))
    return np.asarray((events - trials * chance) @ rest)


def _find_chances(beta: Numbers, design: Numbers) -> Numbers:
    logit = np.clip(beta @ design.T, -LARGEST_LOGIT, LARGEST_LOGIT)
    return np.asarray(1 / (1 + np.exp(-logit)))
