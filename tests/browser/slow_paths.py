"""The explorer's counts, worked out the slow way: every journey is walked, every node and link counted by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.unit.site.example_journeys import Journey
from tests.unit.site.example_paths import Walk, walk_units

ENDS = {"converted": "Reached a goal", "abandoned": "Left", "open": "Still open"}
Links = Counter[tuple[int, str, str]]


STARTS = {"journey": "Journey starts", "visit": "Visit starts", "customer": "First seen"}


def walk_columns(
    walk: Walk, direction: str, anchor: str, steps: int, *, merge_repeats: bool, start: str
) -> list[str] | None:
    """Return the names in the columns a walk passes, first column first; None if it misses the anchor."""
    names = list(walk.steps)
    if merge_repeats:
        names = [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]
    if direction == "after":
        if anchor:
            if anchor not in names:
                return None
            names = names[names.index(anchor) :]
        return [*names, ENDS[walk.status]][:steps]
    names = names[::-1]
    if anchor:
        if anchor not in names:
            return None
        return [*names[names.index(anchor) :], start][:steps]
    return [ENDS[walk.status], *[*names, start][:steps]]


def count_links(
    journeys: Iterable[Journey],
    *,
    direction: str = "after",
    anchor: str = "",
    steps: int = 5,
    channel: str = "",
    goal: str = "",
    status: str = "",
    merge_repeats: bool = False,
    unit: str = "journey",
    first_month: str = "",
    last_month: str = "9999",
    segment: str = "",
    product: str = "",
) -> Links:
    """Count walks by column, name in it and name in the next column."""
    links: Links = Counter()
    for walk in walk_units(journeys, unit):
        if not first_month <= walk.month <= last_month or segment not in ("", walk.segment):
            continue
        if product and product not in walk.products:
            continue
        if channel not in ("", walk.channel) or goal not in ("", walk.goal) or status not in ("", walk.status):
            continue
        columns = walk_columns(walk, direction, anchor, steps, merge_repeats=merge_repeats, start=STARTS[unit])
        for column, pair in enumerate(zip(columns or [], (columns or [])[1:], strict=False)):
            links[column, *pair] += 1
    return links
