"""From customers' numbers to segments with names, reasons and members; or bands of a continuum; or nothing, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from journeymine.segments.choice import CHOICE_SCHEMA, choose_groups
from journeymine.segments.clustering import Labels, Method
from journeymine.segments.features import GROUPS, tell_unknown
from journeymine.segments.identity import CHANGE_SCHEMA, name_groups
from journeymine.segments.number import label_stability
from journeymine.segments.preparation import Coordinates, Matrix, RawFeatures, prepare_coordinates, read_raw_features
from journeymine.segments.profiles import PROFILE_SCHEMA, SIMPLE_FROM, describe_groups, find_rules, is_telling
from journeymine.segments.results import count_results

BAND_COUNT = 4
MAP_ROWS = 1_500
"""Customers on the segment map, which names nobody."""

NO_GOAL = "Nobody reached a goal: none is mapped, or none was reached, so conversion tells nothing."
NOBODY_THERE = "no step is of a business unit or product called {name}"

SEGMENT_SCHEMA = {
    "segment_id": pl.String,
    "segment_kind": pl.String,
    "segment_label": pl.String,
    "stability": pl.String,
    "mean_jaccard": pl.Float64,
    "customer_count": pl.Int64,
    "customer_share": pl.Float64,
    "amount_share": pl.Float64,
    "amount_share_low": pl.Float64,
    "amount_share_high": pl.Float64,
    "converted_customer_count": pl.Int64,
    "converted_customer_share": pl.Float64,
    "converted_customer_low": pl.Float64,
    "converted_customer_high": pl.Float64,
    "nearest_segment_id": pl.String,
    "rule_words": pl.String,
}
MEMBER_SCHEMA = {"customer_id": pl.Int64, "segment_id": pl.String}
MOVE_SCHEMA = {"from_segment_id": pl.String, "to_segment_id": pl.String, "customer_count": pl.Int64}
POINT_SCHEMA = {"point_index": pl.Int64, "segment_id": pl.String, "map_x": pl.Float64, "map_y": pl.Float64}
VERDICT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "verdict": pl.String,
    "verdict_reason": pl.String,
    "segment_count": pl.Int64,
    "customer_count": pl.Int64,
    "cluster_method": pl.String,
    "balanced_accuracy": pl.Float64,
    "preparation_notes": pl.List(pl.String),
}


@dataclass(frozen=True)
class Plan:
    """What a segmentation is to be made of.

    features: groups (see `GROUPS`). left_out: columns and items not to be used. population: "all", "converted", or a
    business unit or product. minimum_customers: fewer are not cut at all. minimum_size: of a segment. most: segments
    at most.
    """

    features: tuple[str, ...] = GROUPS
    left_out: tuple[str, ...] = ()
    population: str = "all"
    method: Method = "kmeans"
    minimum_customers: int = 200
    minimum_size: int = 30
    most: int = 8
    seed: int = 1


@dataclass(frozen=True)
class Segmentation:
    """Everything a night says of segments; every frame has all its columns, however few rows.

    verdict (one row), segments, members, profiles (segment x feature), choices (number tried), changes, moves, points.
    """

    verdict: pl.DataFrame
    segments: pl.DataFrame
    members: pl.DataFrame
    profiles: pl.DataFrame
    choices: pl.DataFrame
    changes: pl.DataFrame
    moves: pl.DataFrame
    points: pl.DataFrame


def find_segments(
    customer_features: pl.DataFrame,
    mix_items: pl.DataFrame,
    customer_mix: pl.DataFrame,
    plan: Plan,
    *,
    last_members: pl.DataFrame | None = None,
    used_ids: frozenset[str] = frozenset(),
) -> Segmentation:
    """Find the segments of a project's customers.

    Args:
        customer_features: One row per customer, as marts.customer_features.
        mix_items: One row per item counted, as marts.mix_items.
        customer_mix: One row per customer and item, as marts.customer_mix.
        plan: What to make of them.
        last_members: customer_id and segment_id of last night, if there was one.
        used_ids: Segment ids that were ever given.

    Returns:
        Segments where they are supported, else bands of equal size along the first principal component, else nothing;
        the verdict says which and why.
    """
    people = _select_population(customer_features, mix_items, customer_mix, plan.population)
    if people.is_empty() and not customer_features.is_empty() and plan.population not in ("all", "converted"):
        return _say_none(plan, people, NOBODY_THERE.format(name=plan.population), last_members)
    if people.height < plan.minimum_customers:
        return _say_none(plan, people, f"{people.height} customers; {plan.minimum_customers} are needed", last_members)
    raw = read_raw_features(people, mix_items, customer_mix, plan.features, plan.left_out)
    coordinates = prepare_coordinates(raw, seed=plan.seed)
    coordinates = replace(coordinates, notes=(*coordinates.notes, *tell_unknown(plan.left_out, mix_items)))
    points = coordinates.points
    if not points.shape[1] or len(np.unique(points, axis=0)) < 2 * BAND_COUNT:
        return _say_none(
            plan, people, "every feature is constant or unknown, or all customers are nearly alike", last_members
        )
    choice = choose_groups(
        points,
        method=plan.method,
        limit=plan.most,
        minimum_size=plan.minimum_size,
        last_labels=_read_last_labels(raw, last_members),
        seed=plan.seed,
    )
    if choice.clustering is not None:
        labels, jaccards = choice.clustering.assign(points), list(choice.jaccards)
    else:
        labels, jaccards = _cut_bands(points), []
    return _tell(plan, people, raw, coordinates, labels, jaccards, choice.reason, choice.tried, last_members, used_ids)


def _select_population(
    customer_features: pl.DataFrame, mix_items: pl.DataFrame, customer_mix: pl.DataFrame, population: str
) -> pl.DataFrame:
    if population == "all":
        return customer_features
    if population == "converted":
        return customer_features.filter(pl.col("converted_count") > 0)
    unit = mix_items.filter(pl.col("facet").is_in(["business_unit", "product"]) & (pl.col("item") == population))
    return customer_features.join(customer_mix.join(unit, on="mix_index"), on="customer_id", how="semi")


def _read_last_labels(raw: RawFeatures, last_members: pl.DataFrame | None) -> Labels | None:
    """Return each customer's group of last night, or None where last night had bands or nothing."""
    if last_members is None or last_members.filter(pl.col("segment_id").str.starts_with("s")).is_empty():
        return None
    names = last_members.select("segment_id").unique().sort("segment_id").with_row_index("group")
    joined = pl.DataFrame({"customer_id": raw.customer_id}).join(
        last_members.join(names, on="segment_id"), on="customer_id", how="left", maintain_order="left"
    )
    labels: Labels = joined["group"].cast(pl.Int64).fill_null(-1).to_numpy()
    return labels


def _cut_bands(points: Matrix) -> Labels:
    from journeymine.segments.bands import QuantileBands

    labels = np.asarray(QuantileBands(BAND_COUNT).fit(points).labels_)
    return np.unique(labels, return_inverse=True)[1]  # where many points coincide a band may be empty


def _tell(
    plan: Plan,
    people: pl.DataFrame,
    raw: RawFeatures,
    coordinates: Coordinates,
    labels: Labels,
    jaccards: list[float],
    reason: str,
    tried: pl.DataFrame,
    last_members: pl.DataFrame | None,
    used_ids: frozenset[str],
) -> Segmentation:
    is_found, count = bool(jaccards), int(labels.max()) + 1
    named = name_groups(raw.customer_id, labels, last_members, used=used_ids, prefix="s" if is_found else "b")
    ids = np.array(named.segment_ids)
    members = pl.DataFrame({"customer_id": raw.customer_id, "segment_id": ids[labels]}, schema=MEMBER_SCHEMA)
    centres = np.array([coordinates.points[labels == group].mean(axis=0) for group in range(count)])
    nearest = [_find_nearest(centres, group) for group in range(count)]
    profiles = describe_groups(raw, labels, named.segment_ids, nearest, seed=plan.seed)
    accuracy, rules = find_rules(raw, labels, count, seed=plan.seed)
    about = pl.DataFrame(
        {
            "segment_id": named.segment_ids,
            "segment_kind": ["segment" if is_found else "band"] * count,
            "segment_label": [_say_label(profiles, name) for name in named.segment_ids],
            "stability": [label_stability(value) for value in jaccards] or [None] * count,
            "mean_jaccard": jaccards or [None] * count,
            "nearest_segment_id": [None if near is None else named.segment_ids[near] for near in nearest],
            "rule_words": rules,
        },
        schema_overrides={name: SEGMENT_SCHEMA[name] for name in ("stability", "mean_jaccard", "rule_words")},
    )
    segments = about.join(count_results(people, members), on="segment_id").select(
        pl.col(name).cast(dtype) for name, dtype in SEGMENT_SCHEMA.items()
    )
    drawn = np.random.default_rng(plan.seed).permutation(len(labels))[:MAP_ROWS]
    flat = np.pad(coordinates.points, ((0, 0), (0, 1)))[:, :2]
    points = pl.DataFrame(
        {
            "point_index": np.arange(1, len(drawn) + 1),
            "segment_id": ids[labels[drawn]],
            "map_x": flat[drawn, 0],
            "map_y": flat[drawn, 1],
        },
        schema=POINT_SCHEMA,
    )
    verdict = "segments" if is_found else "continuum"
    said = reason if is_found else f"{reason}; bands of equal size along the first component are shown instead"
    return Segmentation(
        verdict=_make_verdict(plan, people, verdict, said, count, accuracy, coordinates.notes),
        segments=segments.sort("customer_count", "segment_id", descending=[True, False]),
        members=members,
        profiles=profiles,
        choices=tried,
        changes=named.changes,
        moves=named.moves,
        points=points,
    )


def _find_nearest(centres: Matrix, group: int) -> int | None:
    if len(centres) < 2:
        return None
    distances = ((centres - centres[group]) ** 2).sum(axis=1)
    distances[group] = np.inf
    return int(distances.argmin())


def _say_label(profiles: pl.DataFrame, segment_id: str) -> str:
    """Say the three features that set a segment apart most, as more or less of something."""
    top = profiles.filter(is_telling()).filter(pl.col("segment_id") == segment_id).head(3)
    words = [f"{'more' if row['lift'] > 1 else 'less'}: {row['feature_words']}" for row in top.iter_rows(named=True)]
    return "; ".join(words) or "like the others in every feature"


def _say_none(plan: Plan, people: pl.DataFrame, reason: str, last_members: pl.DataFrame | None) -> Segmentation:
    gone = []
    if last_members is not None:
        sizes = last_members.group_by("segment_id").len().sort("segment_id").rows()
        gone = [("disappeared", name, None, int(size), None) for name, size in sizes]
    return Segmentation(
        verdict=_make_verdict(plan, people, "none", reason, 0, None, ()),
        segments=pl.DataFrame(schema=SEGMENT_SCHEMA),
        members=pl.DataFrame(schema=MEMBER_SCHEMA),
        profiles=pl.DataFrame(schema=PROFILE_SCHEMA),
        choices=pl.DataFrame(schema=CHOICE_SCHEMA),
        changes=pl.DataFrame(gone, schema=CHANGE_SCHEMA, orient="row"),
        moves=pl.DataFrame(schema=MOVE_SCHEMA),
        points=pl.DataFrame(schema=POINT_SCHEMA),
    )


def _make_verdict(
    plan: Plan,
    people: pl.DataFrame,
    verdict: str,
    reason: str,
    count: int,
    accuracy: float | None,
    notes: tuple[str, ...],
) -> pl.DataFrame:
    explained = []
    if accuracy is not None:
        is_simple = accuracy >= SIMPLE_FROM
        words = "Explained by simple rules" if is_simple else "Not explained by simple rules"
        explained = [f"{words}: held-out balanced accuracy of a tree of depth 4 is {accuracy:.2f}."]
    goals = [] if (people["converted_count"] > 0).any() or people.is_empty() else [NO_GOAL]
    row: Mapping[str, object] = {
        "verdict": verdict,
        "verdict_reason": reason,
        "segment_count": count,
        "customer_count": people.height,
        "cluster_method": plan.method,
        "balanced_accuracy": accuracy,
        "preparation_notes": [*notes, *explained, *goals],
    }
    return pl.DataFrame([row], schema=VERDICT_SCHEMA)
