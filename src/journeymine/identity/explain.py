"""Say why the keys of a customer are one customer's: for each, the link by which it came in first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

import polars as pl

from journeymine.overlay import number_key

SAME_ROW, DEVICE_LOGIN, BY_HAND, LIKENESS = "same_row", "device_first_login", "by_hand", "likeness"

CHAIN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "identity_kind": pl.String,
    "identity_hash": pl.String,
    "first_seen_at": pl.Datetime("us"),
    "last_seen_at": pl.Datetime("us"),
    "linked_to": pl.String,
    "link_reason": pl.String,
    "linked_at": pl.Datetime("us"),
    "sources": pl.List(pl.String),
    "row_count": pl.Int64,
    "link_probability": pl.Float64,
}


@dataclass
class _Link:
    """Why two keys are one person's, and where that is seen."""

    reason: str
    linked_at: datetime | None = None
    sources: set[str] = field(default_factory=set)
    row_count: int = 0
    probability: float | None = None

    def see(self, moment: datetime | None, source: str, row_count: int) -> None:
        self.linked_at = min(filter(None, (self.linked_at, moment)), default=None)
        self.sources.add(source)
        self.row_count += row_count


_Links = dict[tuple[str, str], _Link]


def explain_chain(
    customer_id: int,
    identities: pl.DataFrame,
    key_sets: pl.DataFrame,
    links: pl.DataFrame,
    identity_refusals: pl.DataFrame,
    overlay_entries: pl.DataFrame,
    likely_records: pl.DataFrame,
    *,
    kinds: Sequence[str],
) -> pl.DataFrame:
    """Lead from the key that a customer is named after to each of their others, by the earliest links.

    Args:
        customer_id: The customer.
        identities: The rows of core.identities of this customer.
        key_sets: Landed key sets that hold one of these keys, each with its source.
        links: Landed links between these keys, each with its source.
        identity_refusals: The rows of core.identity_refusals of these keys.
        overlay_entries: core.overlay_entries.
        likely_records: The rows of core.likely_records of these key sets.
        kinds: The kinds of key that name a person, strongest first.

    Returns:
        One row per key, in the order in which they come in: identity_kind, identity_hash, first_seen_at, last_seen_at,
        linked_to (the key it was linked to, kind:hash; null for the first), link_reason, linked_at, sources, row_count
        (the rows on which both stand), link_probability (null where a key, or a person's word, joins them).
    """
    keys = {f"{row['identity_kind']}:{row['identity_hash']}": row for row in identities.iter_rows(named=True)}
    refused = {
        (f"{row['identity_kind']}:{row['identity_hash']}", row["reason"])
        for row in identity_refusals.iter_rows(named=True)
    }
    groups = {
        kind: [set(names) for names in entries["overlay_key"]]
        for (kind,), entries in overlay_entries.group_by("entry_id", "overlay_kind")
        .agg("overlay_key")
        .group_by("overlay_kind")
    }
    found: _Links = {}
    for (one, other), reason, moment, source, row_count in (
        *_meet(key_sets, keys, kinds),
        *_declare(links, keys),
    ):
        is_refused = reason == SAME_ROW and _is_refused(one, other, refused)
        if is_refused or any((one in group) != (other in group) for group in groups.get("split", [])):
            continue
        found.setdefault((one, other), _Link(reason)).see(moment, source, row_count)
    for pair, probability, sources in _resemble(likely_records, key_sets, keys, kinds):
        if pair not in found and not any((pair[0] in group) != (pair[1] in group) for group in groups.get("split", [])):
            found[pair] = _Link(LIKENESS, sources=sources, probability=probability)
    _join_by_hand(found, keys, overlay_entries)
    rows = [
        {**{name: keys[key][name] for name in list(CHAIN_SCHEMA)[:4]}, **link}
        for key, link in _walk(customer_id, keys, found)
    ]
    return pl.DataFrame(rows, schema=CHAIN_SCHEMA)


_Seen = tuple[tuple[str, str], str, datetime | None, str, int]


def _meet(key_sets: pl.DataFrame, keys: dict[str, dict[str, object]], kinds: Sequence[str]) -> Iterator[_Seen]:
    """Yield which keys stand on one row; a device is its strongest person's."""
    for row in key_sets.iter_rows(named=True):
        names = [f"{kind}:{row[f'{kind}_hash']}" for kind in kinds if row.get(f"{kind}_hash")]
        persons = [name for name in names if name in keys]
        seen = (row["first_seen_at"], row["source"], row["row_count"])
        for pair in combinations(persons, 2):
            yield (pair, SAME_ROW, *seen)
        device = f"device:{row['device_hash']}"
        if names and names[0] in keys and device in keys:
            yield ((names[0], device), DEVICE_LOGIN, *seen)


def _declare(links: pl.DataFrame, keys: dict[str, dict[str, object]]) -> Iterator[_Seen]:
    """Yield which keys a source declares to be one person's."""
    for row in links.iter_rows(named=True):
        one, other = f"{row['from_kind']}:{row['from_hash']}", f"{row['to_kind']}:{row['to_hash']}"
        if one in keys and other in keys and one != other:
            yield (one, other), row["link_reason"], row["linked_at"], row["source"], 1


def _resemble(
    likely_records: pl.DataFrame, key_sets: pl.DataFrame, keys: dict[str, dict[str, object]], kinds: Sequence[str]
) -> Iterator[tuple[tuple[str, str], float, set[str]]]:
    """Yield which keys are of records that are alike, with how probable it is that they are one person's."""
    named: dict[int, tuple[str, set[str]]] = {}
    for row in key_sets.iter_rows(named=True):
        strongest = next((f"{kind}:{row[f'{kind}_hash']}" for kind in kinds if row.get(f"{kind}_hash")), None)
        if strongest in keys:
            named.setdefault(row["key_set_id"], (strongest, set()))[1].add(row["source"])
    for row in likely_records.sort("link_probability", descending=True).iter_rows(named=True):
        one, other = named.get(row["key_set_id"]), named.get(row["other_key_set_id"])
        if one is not None and other is not None and one[0] != other[0]:
            yield (one[0], other[0]), row["link_probability"], one[1] | other[1]


def _is_refused(one: str, other: str, refused: set[tuple[str, str]]) -> bool:
    """Tell whether a guard gave up what two keys on one row would say."""
    kinds = one.partition(":")[0], other.partition(":")[0]
    too_many = (one, f"too_many_{kinds[1]}") in refused or (other, f"too_many_{kinds[0]}") in refused
    return too_many or any((key, "crowded_customer") in refused for key in (one, other))


def _join_by_hand(found: _Links, keys: dict[str, dict[str, object]], overlay_entries: pl.DataFrame) -> None:
    """Add what people wrote; it says more than any row does."""
    numbers = {number_key(key): key for key in keys}
    joins = overlay_entries.filter(pl.col("overlay_kind") == "join").sort("entry_id", "key_number")
    for _, entry in joins.group_by("entry_id", maintain_order=True):
        named = [numbers[number] for number in entry["key_number"].unique(maintain_order=True) if number in numbers]
        named.sort(key=lambda key: (key.startswith("device:"), key))
        for other in named[1:]:
            found[named[0], other] = _Link(BY_HAND, sources={f"overlay: {entry['why'][0]}"})


def _walk(
    customer_id: int, keys: dict[str, dict[str, object]], found: _Links
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each key with the link that brings it in, the earliest links first; then those no link tells of."""
    neighbours: dict[str, list[tuple[str, _Link]]] = {key: [] for key in keys}
    for (one, other), link in found.items():
        neighbours[one].append((other, link))
        neighbours[other].append((one, link))
    first = next((key for key in keys if number_key(key) == customer_id), min(keys))
    reached: set[str] = set()
    # The place in the queue breaks ties, so that links themselves are never compared.
    queue: list[tuple[datetime, str, str, _Link]] = [(datetime.min, first, "", _Link("own"))]
    while queue:
        _, key, origin, link = heapq.heappop(queue)
        if key in reached:
            continue
        reached.add(key)
        yield key, _tell(origin or None, link)
        for other, next_link in neighbours[key]:
            if other not in reached:
                heapq.heappush(queue, (next_link.linked_at or datetime.max, other, key, next_link))
    for key in sorted(keys.keys() - reached):
        yield key, _tell(None, _Link(str(keys[key]["link_reason"])))


def _tell(linked_to: str | None, link: _Link) -> dict[str, object]:
    return {
        "linked_to": linked_to,
        "link_reason": link.reason,
        "linked_at": link.linked_at,
        "sources": sorted(link.sources),
        "row_count": link.row_count,
        "link_probability": link.probability,
    }
