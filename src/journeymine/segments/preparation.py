"""From a customer's numbers to coordinates in which distances mean something.

Each group of features (rhythm, hours, channels, ...) weighs the same, however many columns it has: its columns are
divided by the group's first singular value (multiple factor analysis). The coordinates are the principal components
that carry more than shuffled columns would (parallel analysis). Moves between touchpoints are weighed like words of a
text before: the rarer a move, the more it tells of who makes it.

Source: Spärck Jones (1972), A statistical interpretation of term specificity and its application in retrieval.
Journal of Documentation 28:11-21; Deerwester et al. (1990), Indexing by latent semantic analysis. JASIS 41:391-407;
Escofier and Pagès (1994), Multiple factor analysis. Computational Statistics and Data Analysis 18:121-140;
Horn (1965), A rationale and test for the number of factors in factor analysis. Psychometrika 30:179-185.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.segments.features import FACET_WORDS, FACETS, NUMERIC

Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Rows = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

WINSORISED_SHARE = 0.01
"""Share of the known values at each end that are drawn in to the rest."""
MISSING_LIMIT = 0.95
"""A column known of fewer customers than the rest of this share tells nothing."""
FIT_ROWS = 20_000
"""Customers that scales and components are fitted on."""
UNKNOWN_TOLD = 0.01
SHUFFLES = 5
COMPONENT_LIMIT = 12
MOVES = "transition"
"""The group of moves from touchpoint to touchpoint."""
MOVES_HELD = 0.9
"""Share of the variance of weighed moves that their components hold."""


@dataclass(frozen=True)
class RawFeatures:
    """What is known of each customer, in the units of the warehouse.

    values: (n_customers, n_features), NaN where unknown; customer_id: (n_customers,), ascending.
    names, groups, units, words: one entry a feature.
    """

    customer_id: Rows
    values: Matrix
    names: tuple[str, ...]
    groups: tuple[str, ...]
    units: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Coordinates:
    """Points of customers, (n_customers, n_components), most telling component first, and what was done to them."""

    points: Matrix
    notes: tuple[str, ...]


def read_raw_features(
    customer_features: pl.DataFrame,
    mix_items: pl.DataFrame,
    customer_mix: pl.DataFrame,
    chosen: Collection[str],
    left_out: Collection[str] = (),
) -> RawFeatures:
    """Put the columns of the chosen groups side by side, outcomes left out.

    Args:
        customer_features: One row per customer, as marts.customer_features.
        mix_items: One row per item, as marts.mix_items.
        customer_mix: One row per customer and item met, as marts.customer_mix; others count 0.
        chosen: Groups; see `GROUPS`.
        left_out: Columns, or items such as "channel: email", that are no features here.
    """
    ordered = customer_features.sort("customer_id")
    ids = ordered["customer_id"].to_numpy()
    numeric = [feature for feature in NUMERIC if feature.group in chosen and feature.column not in left_out]
    items = mix_items.filter(pl.col("facet").is_in([facet for facet in FACETS if facet in chosen])).sort("mix_index")
    counts = np.zeros((len(ids), items.height))
    place = pl.DataFrame({"mix_index": items["mix_index"], "column": np.arange(items.height)})
    cells = customer_mix.join(place, on="mix_index").join(ordered.select("customer_id"), on="customer_id", how="semi")
    counts[np.searchsorted(ids, cells["customer_id"].to_numpy()), cells["column"].to_numpy()] = cells["step_count"]
    steps = ordered["step_count"].cast(pl.Float64).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = counts / np.where(steps > 0, steps, np.nan)[:, None]
    kept = [
        (column, facet, item)
        for column, (facet, item, is_outcome) in enumerate(items.select("facet", "item", "is_outcome").iter_rows())
        if not is_outcome and f"{facet}: {item}" not in left_out
    ]
    columns = [ordered[feature.column].cast(pl.Float64).to_numpy() for feature in numeric]
    values = np.column_stack([*columns, shares[:, [column for column, _, _ in kept]]])
    return RawFeatures(
        customer_id=ids,
        values=np.where(np.isfinite(values), values, np.nan),
        names=(*(feature.column for feature in numeric), *(f"{facet}: {item}" for _, facet, item in kept)),
        groups=(*(feature.group for feature in numeric), *(facet for _, facet, _ in kept)),
        units=(*(feature.unit for feature in numeric), *("share" for _ in kept)),
        words=(*(feature.words for feature in numeric), *(FACET_WORDS[facet].format(item) for _, facet, item in kept)),
    )


def prepare_coordinates(raw: RawFeatures, *, seed: int) -> Coordinates:
    """Turn raw features into coordinates: logarithm, drawn-in ends, scale, equal groups, principal components.

    Counts, days and seconds become log1p; values beyond the 1st and 99th percentile are drawn in to them; each column
    is centred at its median and divided by its interquartile range or its standard deviation, whichever is larger; an
    unknown value becomes the median. Columns that are constant or nearly always unknown are dropped. Moves are weighed
    by TF-IDF instead and stand as the components (SVD) that hold most of their variance.
    """
    random = np.random.default_rng(seed)
    sample = _draw(len(raw.values), FIT_ROWS, random)
    values = raw.values.copy()
    amounts = np.array([unit != "share" for unit in raw.units], dtype=bool)
    values[:, amounts] = np.log1p(np.clip(values[:, amounts], 0, None))
    kept, dropped, unknown = [], [], 0
    for column in range(values.shape[1]):
        known = values[sample, column]
        known = known[~np.isnan(known)]
        scaled = _scale(values[:, column], known) if known.size > (1 - MISSING_LIMIT) * len(sample) else None
        if scaled is None:
            dropped.append(raw.names[column])
            continue
        unknown += int(np.isnan(values[:, column]).mean() > UNKNOWN_TOLD)
        values[:, column] = scaled
        kept.append(column)
    notes = [
        f"{len(kept)} features of {len(set(np.array(raw.groups)[kept].tolist()))} groups; each group weighs the same.",
        "Counts, days and seconds as log1p; the lowest and highest 1% of values drawn in; scaled by the larger of "
        "interquartile range and standard deviation.",
    ]
    if dropped:
        notes.append(f"Left out, since constant or nearly always unknown: {', '.join(sorted(dropped))}.")
    if unknown:
        notes.append(f"In {unknown} features more than 1% of the values are unknown; those count as the median.")
    others = [column for column in kept if raw.groups[column] != MOVES]
    moves = _weigh_moves(raw.values[:, [column for column in kept if raw.groups[column] == MOVES]], sample)
    columns = np.column_stack([values[:, others], moves])
    if not columns.shape[1]:
        return Coordinates(columns, tuple(notes))
    weighted = _weigh_groups(columns, [*(raw.groups[column] for column in others), *[MOVES] * moves.shape[1]], sample)
    points, share = _project(weighted, sample, random)
    notes.append(f"{points.shape[1]} principal components, which hold {share:.0%} of the variance.")
    return Coordinates(points, tuple(notes))


def _draw(count: int, limit: int, random: np.random.Generator) -> Rows:
    return np.arange(count) if count <= limit else np.sort(random.choice(count, limit, replace=False))


def _scale(values: Matrix, known: Matrix) -> Matrix | None:
    low, first, median, third, high = np.quantile(known, [WINSORISED_SHARE, 0.25, 0.5, 0.75, 1 - WINSORISED_SHARE])
    width = max((third - first) / 1.349, float(np.clip(known, low, high).std()))
    if width < 1e-9:
        return None
    scaled: Matrix = (np.clip(np.nan_to_num(values, nan=median), low, high) - median) / width
    return scaled


def _weigh_moves(shares: Matrix, sample: Rows) -> Matrix:
    """Weigh moves by TF-IDF, each customer's to length 1, and turn them to the components that hold 90% of them."""
    known = np.nan_to_num(shares)
    weighted = known * (np.log((1 + len(sample)) / (1 + (known[sample] > 0).sum(axis=0))) + 1)
    weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-12)
    weighted -= weighted[sample].mean(axis=0)
    squares, axes = np.linalg.eigh(weighted[sample].T @ weighted[sample])
    if squares.sum() < 1e-9:  # there are none, or everybody makes the same
        return np.empty((len(shares), 0))
    held = np.cumsum(squares[::-1]) / squares.sum()
    components: Matrix = weighted @ axes[:, ::-1][:, : int(np.searchsorted(held, MOVES_HELD)) + 1]
    return components


def _weigh_groups(values: Matrix, groups: Sequence[str], sample: Rows) -> Matrix:
    weighted: Matrix = values - values[sample].mean(axis=0)
    for group in dict.fromkeys(groups):
        columns = [index for index, name in enumerate(groups) if name == group]
        first = np.linalg.eigvalsh(np.atleast_2d(np.cov(weighted[sample][:, columns], rowvar=False)))[-1]
        weighted[:, columns] /= np.sqrt(max(float(first), 1e-12))
    return weighted


def _project(weighted: Matrix, sample: Rows, random: np.random.Generator) -> tuple[Matrix, float]:
    fitted = weighted[sample]
    variances, axes = np.linalg.eigh(np.atleast_2d(np.cov(fitted, rowvar=False)))
    variances, axes = variances[::-1], axes[:, ::-1]
    shuffled = [
        np.linalg.eigvalsh(np.atleast_2d(np.cov(random.permuted(fitted, axis=0), rowvar=False)))[::-1]
        for _ in range(SHUFFLES)
    ]
    telling = variances > np.max(shuffled, axis=0) * (1 + 1e-9)
    count = int(np.argmin(telling)) if not telling.all() else len(telling)
    count = min(max(count, min(2, len(variances))), COMPONENT_LIMIT)
    # The sign of an axis is arbitrary; its largest loading is made positive so that nights agree.
    axes = axes[:, :count] * np.sign(axes[np.abs(axes[:, :count]).argmax(axis=0), np.arange(count)])
    points: Matrix = weighted @ axes
    return points, float(variances[:count].sum() / variances.sum())
