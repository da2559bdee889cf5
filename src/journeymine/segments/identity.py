"""Which of tonight's groups is which of last night's: names that stay, and what became of the others.

Source: Kuhn (1955), The Hungarian method for the assignment problem; Spiliopoulou et al. (2006), MONIC: modeling and
monitoring cluster transitions. KDD 2006 (survived, split, absorbed, disappeared, emerged).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.segments.clustering import Labels
from journeymine.segments.number import cross_count, find_overlaps

SURVIVES_AT = 0.5
"""Jaccard of members from which a group is the same one as last night."""
PART_AT = 0.25
"""Share of an old group's members that makes a part of a split."""

CHANGE_SCHEMA = {
    "change": pl.String,
    "from_segment_id": pl.String,
    "to_segment_id": pl.String,
    "customer_count": pl.Int64,
    "overlap_share": pl.Float64,
}


@dataclass(frozen=True)
class Named:
    """Ids of tonight's groups in their order, what changed (one row a change), and the overlaps with last night."""

    segment_ids: tuple[str, ...]
    changes: pl.DataFrame
    moves: pl.DataFrame


def name_groups(
    customer_id: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    labels: Labels,
    last_members: pl.DataFrame | None,
    *,
    used: frozenset[str] = frozenset(),
    prefix: str = "s",
) -> Named:
    """Name tonight's groups, by matching them with last night's over the customers that are in both.

    Args:
        customer_id: (n,), customers of tonight.
        labels: (n,), their groups, 0-based, none empty.
        last_members: customer_id and segment_id of last night; None on the first.
        used: Ids that were ever given, so that none comes back for another group.
        prefix: Of new ids: s for segments, b for bands.

    Returns:
        An id a group. A group keeps last night's id at a Jaccard of .5 or more; where last night had bands and tonight
        has segments, or the reverse, all of last night's have disappeared. `changes`: change, from_segment_id,
        to_segment_id, customer_count (members in both, or of the one side there is), overlap_share (their Jaccard).
        `moves`: from_segment_id, to_segment_id, customer_count, all pairs that share customers.
    """
    count = int(labels.max()) + 1
    members = pl.DataFrame({"customer_id": customer_id, "group": labels})
    last = pl.DataFrame(
        {"customer_id": [], "segment_id": []}, schema={"customer_id": pl.Int64, "segment_id": pl.String}
    )
    if last_members is not None:
        last = last_members.select(last.columns).drop_nulls()
    old_ids = sorted(last["segment_id"].unique().to_list(), key=_order)
    both = members.join(last, on="customer_id").join(
        pl.DataFrame(
            {"segment_id": old_ids, "old": np.arange(len(old_ids))}, schema_overrides={"segment_id": pl.String}
        ),
        on="segment_id",
    )
    crossed = cross_count(both["old"].to_numpy(), both["group"].to_numpy(), len(old_ids), count)
    overlaps = find_overlaps(crossed)
    # A band is never a segment of last night, however many customers they share, nor the other way round.
    is_kin = np.array([name.startswith(prefix) for name in old_ids], dtype=bool)
    overlaps[~is_kin] = 0.0
    names: dict[int, str] = {}
    for row, column in _match(overlaps):
        if overlaps[row, column] >= SURVIVES_AT:
            names[column] = old_ids[row]
    number = max((_order(name)[0] for name in (*used, *old_ids)), default=0)
    for group in np.argsort(-np.bincount(labels, minlength=count), kind="stable").tolist():
        if group not in names:
            number += 1
            names[group] = f"{prefix}{number}"
    new_ids = tuple(names[group] for group in range(count))
    rows = _tell_changes(crossed, overlaps, old_ids, new_ids) if old_ids else []
    if not old_ids:
        sizes = np.bincount(labels, minlength=count)
        rows = [("emerged", None, name, int(size), None) for name, size in zip(new_ids, sizes, strict=True)]
    moves = [
        (old_ids[row], new_ids[column], int(crossed[row, column])) for row, column in np.argwhere(crossed > 0).tolist()
    ]
    kinds = {"from_segment_id": pl.String, "to_segment_id": pl.String, "customer_count": pl.Int64}
    return Named(
        new_ids,
        pl.DataFrame(rows, schema=CHANGE_SCHEMA, orient="row").sort(
            "to_segment_id", "from_segment_id", nulls_last=True
        ),
        pl.DataFrame(moves, schema=kinds, orient="row").sort("from_segment_id", "to_segment_id"),
    )


def find_emptied(
    last_segment_ids: Sequence[str], last_members: pl.DataFrame | None, segment_ids: Sequence[str]
) -> list[str]:
    """Find the segments of last night none of whose customers is known any more: all of them were forgotten.

    Args:
        last_segment_ids: The segments of last night.
        last_members: segment_id of last night's customers, those who are forgotten left out.
        segment_ids: Tonight's segments.
    """
    known = set(segment_ids) | set([] if last_members is None else last_members["segment_id"])
    return sorted(set(last_segment_ids) - known, key=_order)


def _order(name: str) -> tuple[int, str]:
    digits = name.lstrip("bs")
    return (int(digits) if digits.isdigit() else 0, name)


def _match(overlaps: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-overlaps)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _tell_changes(
    crossed: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    overlaps: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    old_ids: list[str],
    new_ids: tuple[str, ...],
) -> list[tuple[str, str | None, str | None, int, float | None]]:
    """Tell what became of each old group, then which new groups come from none."""
    rows: list[tuple[str, str | None, str | None, int, float | None]] = []
    sizes = np.maximum(crossed.sum(axis=1), 1)
    reached: set[str] = set()
    for old, name in enumerate(old_ids):
        parts = [column for column in range(len(new_ids)) if crossed[old, column] / sizes[old] >= PART_AT]
        main = int(crossed[old].argmax())
        if name[0] != new_ids[main][0]:
            parts, change = [], "disappeared"
            rows.append((change, name, None, int(crossed[old].sum()), None))
        elif name in new_ids:
            column = new_ids.index(name)
            rows.append(("survived", name, name, int(crossed[old, column]), float(overlaps[old, column])))
            reached.add(name)
            parts = [part for part in parts if new_ids[part] not in (name, *old_ids)]
            change = "split"
        elif len(parts) > 1:
            change = "split"
        elif crossed[old, main] / sizes[old] >= SURVIVES_AT:
            parts, change = [main], "absorbed"
        else:
            parts = []
            rows.append(("disappeared", name, None, int(crossed[old].sum()), None))
            change = "disappeared"
        for part in parts:
            rows.append((change, name, new_ids[part], int(crossed[old, part]), float(overlaps[old, part])))
            reached.add(new_ids[part])
    emerged = [(column, name) for column, name in enumerate(new_ids) if name not in reached]
    rows += [("emerged", None, name, int(crossed[:, column].sum()), None) for column, name in emerged]
    return rows
