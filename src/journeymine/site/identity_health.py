"""Data health of identity: how much is known, what the guards refused, what was joined, split and merged."""

from __future__ import annotations

import polars as pl

from journeymine.site.page import Evidence, Tables
from journeymine.site.small_groups import count_or_fewer
from journeymine.statistics.intervals import find_wilson_interval

WAYS = (
    ("person", "By a person's key"),
    ("object", "By a ticket or deal"),
    ("device", "By a device alone"),
    ("none", "Not at all"),
)
GUARDS = {
    "shared_device": ("Device of several persons", "persons"),
    "too_many_device": ("Device of a person with too many devices", "devices"),
    "crowded_customer": ("Key of what would be a giant customer", "keys"),
}
BY_HAND = {
    "join": ("Joined by hand", "entries"),
    "split": ("Split by hand", "entries"),
    "merged_overnight": ("Merged since last night", "customers that others went into"),
}
IDENTITY_TABLES = (
    *("marts.identity_coverage", "report.guard_refusals", "report.identity_sizes", "report.identity_by_hand"),
)


def list_coverage(coverage: pl.DataFrame) -> list[dict[str, object]]:
    """List per source how its events lead to a customer, with the interval of the share that does."""
    return [
        _describe_coverage(str(source), ways)
        for (source,), ways in coverage.sort("source").group_by("source", maintain_order=True)
    ]


def _describe_coverage(name: str, ways: pl.DataFrame) -> dict[str, object]:
    counts = {way: int(ways.filter(identified_by=way)["event_count"].sum()) for way, _ in WAYS}
    seen = sum(counts.values())
    known = seen - counts["none"]
    return {
        "source": name,
        "event_count": seen,
        "by": list(counts.values()),
        "share": known / seen if seen else None,
        "interval": find_wilson_interval(known, seen) if seen else None,
    }


def list_guards(refusals: pl.DataFrame) -> list[dict[str, object]]:
    """List what each guard refused: the guard in words, the kind of key, how many keys, and the largest size."""
    rows = []
    for row in refusals.sort("key_count", "reason", "identity_kind", descending=[True, False, False]).to_dicts():
        kind = str(row["reason"]).removeprefix("too_many_")
        label, unit = GUARDS.get(str(row["reason"]), (f"Key that was met with too many keys of kind {kind}", "keys"))
        rows.append({**row, "guard": label, "unit": unit})
    return rows


def list_sizes(sizes: pl.DataFrame, minimum: int) -> list[dict[str, object]]:
    """List how many customers have how many keys; a range of fewer customers than `minimum` says only that."""
    rows: list[dict[str, object]] = []
    for row in sizes.sort("least_count").to_dicts():
        least, largest = row["least_count"], row["largest_count"]
        is_small = row["customer_count"] < minimum
        keys = f"{least} or more" if is_small else str(least) if least == largest else f"{least}–{largest}"
        rows.append({"keys": keys, "customers": count_or_fewer(row["customer_count"], minimum)})
    return rows


def list_by_hand(ways: pl.DataFrame) -> list[dict[str, object]]:
    """List joins and splits by hand and merges overnight, also those of which there are none."""
    found = {row["way"]: row for row in ways.to_dicts()}
    rows: list[dict[str, object]] = []
    for way, (label, unit) in BY_HAND.items():
        row = found.get(way, {"entry_count": 0, "key_count": 0, "found_count": 0})
        rows.append({"label": label, "unit": unit, **row, "missing_count": row["key_count"] - row["found_count"]})
    return rows


def describe_identity(tables: Tables, minimum: int) -> tuple[dict[str, object], list[Evidence]]:
    """Return what the page says of identity, and where it comes from; tables that do not exist are passed over."""
    nothing = pl.DataFrame()
    coverage, guards, sizes, by_hand = (tables.get(name, nothing) for name in IDENTITY_TABLES)
    variables: dict[str, object] = {
        "ways": [label for _, label in WAYS],
        "coverage": [] if coverage.is_empty() else list_coverage(coverage),
        "covered": None if coverage.is_empty() else _describe_coverage("all sources", coverage),
        "guards": [] if guards.is_empty() else list_guards(guards),
        "sizes": [] if sizes.is_empty() else list_sizes(sizes, minimum),
        "by_hand": list_by_hand(by_hand) if "report.identity_by_hand" in tables else [],
        "has_guards_table": "report.guard_refusals" in tables,
    }
    said = (
        (coverage, "event_count", "Identified events", "events", "events with a customer / all events"),
        (guards, "key_count", "Keys the guards refused to join", "keys", "a key may be refused by several guards"),
        (sizes, "customer_count", "Keys of a customer", "customers", "customers by how many keys they have"),
        (by_hand, "entry_count", "Joins, splits and merges", "entries", "entries of overlay/identity.toml; merges"),
    )
    evidence = [
        Evidence(what, table, int(frame[column].sum()), counted, method)
        for (frame, column, what, counted, method), table in zip(said, IDENTITY_TABLES, strict=True)
        if not frame.is_empty()
    ]
    return variables, evidence
