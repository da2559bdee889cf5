"""What sets a segment apart: lifts with intervals, rules in plain words, the nearest neighbour, and how it does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from journeymine.segments.clustering import Labels, one_thread
from journeymine.segments.preparation import Matrix, RawFeatures
from journeymine.statistics.differences import Sample, find_mean_p_value
from journeymine.statistics.multiple import adjust_known_p_values

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

RESAMPLES = 200
PROFILE_ROWS = 3_000
"""Members, and others, that intervals are resampled from."""
TREE_ROWS = 20_000
SIMPLE_FROM = 0.80
"""Held-out balanced accuracy from which rules may be said to explain the segments."""
HELD_OUT = 0.3
"""Share of customers held out."""
KNOWN_SHARE = 0.5
"""Share of members of whom a feature must be known for a segment to be called by it."""

PROFILE_SCHEMA = {
    "segment_id": pl.String,
    "feature": pl.String,
    "feature_group": pl.String,
    "feature_words": pl.String,
    "feature_unit": pl.String,
    "feature_rank": pl.Int64,
    "segment_mean": pl.Float64,
    "rest_mean": pl.Float64,
    "neighbour_mean": pl.Float64,
    "mean_difference": pl.Float64,
    "lift": pl.Float64,
    "lift_low": pl.Float64,
    "lift_high": pl.Float64,
    "q_value": pl.Float64,
    "known_customer_count": pl.Int64,
}


def describe_groups(
    raw: RawFeatures, labels: Labels, segment_ids: Sequence[str], nearest: Sequence[int | None], *, seed: int
) -> pl.DataFrame:
    """Compare each group's mean of each feature with the rest's.

    Args:
        raw: The features as the warehouse has them.
        labels: (n_customers,), 0-based, none empty.
        segment_ids: One a group.
        nearest: The group nearest to each, None where there is one group only.
        seed: Of samples and resamples.

    Returns:
        One row per segment and feature: the means; mean_difference, in standard deviations of all customers;
        lift = segment_mean / rest_mean with its 95% percentile bootstrap interval (null where the rest's mean is 0);
        feature_rank by |mean_difference| among features whose interval excludes 1, then the others; q_value of the
        difference of means (Welch), adjusted over all features and segments (Benjamini and Hochberg).
    """
    random = np.random.default_rng(seed)
    known = ~np.isnan(raw.values)
    spread = np.sqrt(np.maximum(_find_variance(raw.values, known), 0))
    rows: list[tuple[object, ...]] = []
    q_values = iter(_find_q_values(raw.values, known, labels, len(segment_ids)))
    means = {group: _find_means(raw.values, known, labels == group) for group in range(len(segment_ids))}
    for group, segment_id in enumerate(segment_ids):
        inside = labels == group
        mean, rest = means[group], _find_means(raw.values, known, ~inside)
        low, high = _resample_lifts(raw.values, inside, random)
        with np.errstate(invalid="ignore", divide="ignore"):
            difference = np.where(spread > 1e-12, (mean - rest) / spread, np.nan)
            lift = np.where(rest > 1e-12, mean / rest, np.nan)
        is_clear = (low > 1) | (high < 1)
        order = np.lexsort((np.arange(len(mean)), -np.nan_to_num(np.abs(difference)), ~is_clear))
        rank = np.empty(len(mean), dtype=np.int64)
        rank[order] = np.arange(1, len(mean) + 1)
        near = nearest[group]
        beside = means[near] if near is not None else np.full_like(mean, np.nan)
        numbers = (mean, rest, beside, difference, lift, low, high)
        counts = known[inside].sum(axis=0)
        rows += [
            (
                segment_id,
                raw.names[column],
                raw.groups[column],
                raw.words[column],
                raw.units[column],
                int(rank[column]),
                *(_or_none(values[column]) for values in numbers),
                next(q_values),
                int(counts[column]),
            )
            for column in range(len(mean))
        ]
    return pl.DataFrame(rows, schema=PROFILE_SCHEMA, orient="row").sort("segment_id", "feature_rank")


def is_telling() -> pl.Expr:
    """Tell of a row whether the segment may be called by the feature: its lift is clear, and known of half the members.

    The members are those of whom the feature known best of all is known. Rows of other segments may stand beside it.
    """
    is_clear = (pl.col("lift_low") > 1) | (pl.col("lift_high") < 1)
    known = pl.col("known_customer_count")
    return is_clear & (known >= KNOWN_SHARE * known.max().over("segment_id"))


def _find_q_values(values: Matrix, known: Mask, labels: Labels, count: int) -> list[float | None]:
    """Find the q value of each group and feature, group after group."""
    # Squares of values that lie far from 0 would drown their differences, so all are taken from the mean of all.
    centred = values - np.nansum(values, axis=0) / np.maximum(known.sum(axis=0), 1)
    members = [labels == group for group in range(count)]
    counts = np.array([known[rows].sum(axis=0) for rows in members], dtype=np.float64)
    sums = np.array([np.nansum(centred[rows], axis=0) for rows in members])
    squares = np.array([np.nansum(centred[rows] ** 2, axis=0) for rows in members])
    own = np.stack([counts, sums, squares], axis=-1)
    rest = own.sum(axis=0) - own
    return adjust_known_p_values(
        [find_mean_p_value(_sample(own[at]), _sample(rest[at])) for at in np.ndindex(counts.shape)]
    )


def _sample(numbers: Matrix) -> Sample:
    return Sample(int(numbers[0]), float(numbers[1]), float(numbers[2]))


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _find_means(values: Matrix, known: Mask, rows: Mask) -> Matrix:
    counts = known[rows].sum(axis=0)
    sums = np.nansum(values[rows], axis=0)
    means: Matrix = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means


def _find_variance(values: Matrix, known: Mask) -> Matrix:
    counts = np.maximum(known.sum(axis=0), 1)
    mean = np.nansum(values, axis=0) / counts
    variance: Matrix = np.nansum((values - mean) ** 2, axis=0) / counts
    return variance


def _resample_lifts(values: Matrix, inside: Mask, random: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Resample customers on both sides; the interval widens to infinity where a resampled rest has nothing."""
    drawn = []
    for side in (np.flatnonzero(inside), np.flatnonzero(~inside)):
        rows = side if len(side) <= PROFILE_ROWS else random.choice(side, PROFILE_ROWS, replace=False)
        if not len(rows):
            drawn.append(np.full((RESAMPLES, values.shape[1]), np.nan))
            continue
        some = values[np.sort(rows)]
        weights = random.multinomial(len(some), np.full(len(some), 1 / len(some)), RESAMPLES).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn.append((weights @ np.nan_to_num(some)) / (weights @ (~np.isnan(some)).astype(np.float64)))
    with np.errstate(invalid="ignore", divide="ignore"):
        lifts = drawn[0] / np.where(drawn[1] > 1e-12, drawn[1], np.nan)
    is_known = np.isfinite(lifts).all(axis=0)
    bounds = np.full((2, values.shape[1]), np.nan)
    bounds[:, is_known] = np.quantile(lifts[:, is_known], [0.025, 0.975], axis=0)
    return bounds[0], bounds[1]


def find_rules(
    raw: RawFeatures, labels: Labels, count: int, *, seed: int
) -> tuple[float | None, tuple[str | None, ...]]:
    """Explain the groups by a decision tree of depth 4 on the raw features.

    Returns:
        The balanced accuracy on the 30% of customers held out (None where there is one group, or too few customers),
        and for each group, in words, the leaf that holds most of its members among the others, with its precision and
        share among those held out; None where none of these is in it.
    """
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.tree import DecisionTreeClassifier

    random = np.random.default_rng(seed)
    order = random.permutation(len(labels))[:TREE_ROWS]
    held = int(len(order) * HELD_OUT)
    test, train = order[:held], order[held:]
    if count < 2 or any(np.bincount(labels[rows], minlength=count).min() < 2 for rows in (train, test)):
        return None, (None,) * count
    # An unknown value is its own low value, so that a rule may name it.
    values = np.where(np.isnan(raw.values), -1.0, raw.values)
    with one_thread():
        tree = DecisionTreeClassifier(
            max_depth=4, min_samples_leaf=max(5, len(train) // 200), class_weight="balanced", random_state=seed
        ).fit(values[train], labels[train])
        accuracy = float(balanced_accuracy_score(labels[test], tree.predict(values[test])))
        leaves, train_leaves = tree.apply(values[test]), tree.apply(values[train])
    paths = _find_paths(tree.tree_)
    rules: list[str | None] = []
    for group in range(count):
        # Chosen where it was learned: chosen among the held out, its share of them would flatter it.
        leaf = int(np.bincount(train_leaves[labels[train] == group]).argmax())
        inside, own = leaves == leaf, labels[test] == group
        if not inside.any():
            rules.append(None)
            continue
        precision, share = float(own[inside].mean()), float(inside[own].mean())
        rules.append(f"{_say_path(paths[leaf], raw)} ({precision:.0%} right, {share:.0%} of the segment)")
    return accuracy, tuple(rules)


def _find_paths(tree: object) -> dict[int, tuple[tuple[int, bool, float], ...]]:
    """Find the conditions (feature, is at most, threshold) that lead to each leaf."""
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    feature, threshold = tree.feature, tree.threshold  # type: ignore[attr-defined]
    paths: dict[int, tuple[tuple[int, bool, float], ...]] = {}
    waiting: list[tuple[int, tuple[tuple[int, bool, float], ...]]] = [(0, ())]
    while waiting:
        node, path = waiting.pop()
        if left[node] < 0:
            paths[node] = path
            continue
        step = (int(feature[node]), float(threshold[node]))
        waiting += [
            (int(left[node]), (*path, (step[0], True, step[1]))),
            (int(right[node]), (*path, (step[0], False, step[1]))),
        ]
    return paths


def _say_path(path: tuple[tuple[int, bool, float], ...], raw: RawFeatures) -> str:
    bounds: dict[int, list[float | None]] = {}
    for column, is_at_most, threshold in path:
        low, high = bounds.setdefault(column, [None, None])
        bounds[column] = (
            [low, threshold if high is None else min(high, threshold)]
            if is_at_most
            else [threshold if low is None else max(low, threshold), high]
        )
    return " and ".join(_say_bound(raw.words[column], raw.units[column], *ends) for column, ends in bounds.items())


def _say_bound(words: str, unit: str, low: float | None, high: float | None) -> str:
    if low is not None and low < 0:
        low = None  # only says that the value is known
        if high is None:
            return f"{words}: known"
    if high is not None and high < 0:
        return f"{words}: not known"
    if low is not None and high is not None:
        return f"{words}: {_say_number(low, unit)} to {_say_number(high, unit)}"
    if high is not None:
        return f"{words}: at most {_say_number(high, unit)}"
    return f"{words}: more than {_say_number(low or 0.0, unit)}"


def _say_number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.0%}"
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
