"""Data health of identity: how much is known, what the guards refused, what was joined, split and merged."""

from __future__ import annotations

import polars as pl

from journeymine.site.page import Evidence, Tables
from journeymine.site.small_groups import count_or_fewer
from journeymine.site.words import ENGLISH, Words, mark

WAYS = (
    ("person", mark("By a person's key")),
    ("object", mark("By a ticket or deal")),
    ("device", mark("By a device alone")),
    ("none", mark("Not at all")),
)
GUARDS = {
    "shared_device": (mark("Device of several persons"), mark("persons")),
    "too_many_device": (mark("Device of a person with too many devices"), mark("devices")),
    "role_mailbox": (mark("Mailbox of an office"), mark("rows")),
    "crowded_customer": (mark("Key of what would be a giant customer"), mark("keys")),
    "crowded_likeness": (mark("Key of what likeness would make a giant customer"), mark("keys")),
}
BY_HAND = {
    "join": (mark("Joined by hand"), mark("entries")),
    "split": (mark("Split by hand"), mark("entries")),
    "likeness": (mark("Joined for being alike"), mark("customers")),
    "merged_overnight": (mark("Merged since last night"), mark("customers that others went into")),
}
IDENTITY_TABLES = (
    *("marts.identity_coverage", "report.guard_refusals", "report.identity_sizes", "report.identity_by_hand"),
)


def list_coverage(coverage: pl.DataFrame) -> list[dict[str, object]]:
    """List per source how its events lead to a customer, and the share that does: a count of all events, no sample."""
    return [
        _describe_coverage(str(source), ways)
        for (source,), ways in coverage.sort("source").group_by("source", maintain_order=True)
    ]


def _describe_coverage(name: str, ways: pl.DataFrame) -> dict[str, object]:
    counts = {way: int(ways.filter(identified_by=way)["event_count"].sum()) for way, label in WAYS}
    seen = sum(counts.values())
    known = seen - counts["none"]
    return {
        "source": name,
        "event_count": seen,
        "by": list(counts.values()),
        "share": known / seen if seen else None,
    }


def list_guards(refusals: pl.DataFrame, words: Words = ENGLISH) -> list[dict[str, object]]:
    """List what each guard refused: the guard in words, the kind of key, how many keys, and the largest size."""
    rows = []
    for row in refusals.sort("key_count", "reason", "identity_kind", descending=[True, False, False]).to_dicts():
        kind = str(row["reason"]).removeprefix("too_many_")
        known = GUARDS.get(str(row["reason"]))
        if known is None:
            guard = words.gettext("Key that was met with too many keys of kind {kind}", kind=words.translate(kind))
            rows.append({**row, "guard": guard, "unit": words.gettext("keys")})
        else:
            rows.append({**row, "guard": words.translate(known[0]), "unit": words.translate(known[1])})
    return rows


def list_sizes(sizes: pl.DataFrame, minimum: int, words: Words = ENGLISH) -> list[dict[str, object]]:
    """List how many customers have how many keys; a range of fewer customers than `minimum` says only that."""
    rows: list[dict[str, object]] = []
    for row in sizes.sort("least_count").to_dicts():
        least, largest = row["least_count"], row["largest_count"]
        is_small = row["customer_count"] < minimum
        keys = (
            words.gettext("{least} or more", least=least)
            if is_small
            else str(least)
            if least == largest
            else f"{least}–{largest}"
        )
        rows.append({"keys": keys, "customers": count_or_fewer(row["customer_count"], minimum, words)})
    return rows


def list_by_hand(ways: pl.DataFrame, words: Words = ENGLISH) -> list[dict[str, object]]:
    """List joins and splits by hand and merges overnight, also those of which there are none."""
    found = {row["way"]: row for row in ways.to_dicts()}
    rows: list[dict[str, object]] = []
    for way, (label, unit) in BY_HAND.items():
        row = found.get(way, {"entry_count": 0, "key_count": 0, "found_count": 0})
        said = {"label": words.translate(label), "unit": words.translate(unit)}
        rows.append({**said, **row, "missing_count": row["key_count"] - row["found_count"]})
    return rows


def describe_identity(tables: Tables, minimum: int, words: Words) -> tuple[dict[str, object], list[Evidence]]:
    """Return what the page says of identity, and where it comes from; tables that do not exist are passed over."""
    _ = words.gettext
    nothing = pl.DataFrame()
    coverage, guards, sizes, by_hand = (tables.get(name, nothing) for name in IDENTITY_TABLES)
    variables: dict[str, object] = {
        "ways": [words.translate(label) for way, label in WAYS],
        "coverage": [] if coverage.is_empty() else list_coverage(coverage),
        "covered": None if coverage.is_empty() else _describe_coverage("all sources", coverage),
        "guards": [] if guards.is_empty() else list_guards(guards, words),
        "sizes": [] if sizes.is_empty() else list_sizes(sizes, minimum, words),
        "by_hand": list_by_hand(by_hand, words) if "report.identity_by_hand" in tables else [],
        "has_guards_table": "report.guard_refusals" in tables,
    }
    said = (
        (coverage, "event_count", _("Identified events"), _("events"), _("events with a customer / all events")),
        (
            guards,
            "key_count",
            _("Keys the guards refused to join"),
            _("keys"),
            _("a key may be refused by several guards"),
        ),
        (sizes, "customer_count", _("Keys of a customer"), _("customers"), _("customers by how many keys they have")),
        (
            by_hand,
            "entry_count",
            _("Joins, splits and merges"),
            _("entries"),
            _("entries of overlay/identity.toml; merges"),
        ),
    )
    evidence = [
        Evidence(what, table, int(frame[column].sum()), counted, method)
        for (frame, column, what, counted, method), table in zip(said, IDENTITY_TABLES, strict=True)
        if not frame.is_empty()
    ]
    return variables, evidence
