"""The explorer's counts, worked out the slow way: every journey is walked, every node and link counted by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.unit.site.example_journeys import Journey

ENDS = {"converted": "Reached a goal", "abandoned": "Left", "open": "Still open"}
Links = Counter[tuple[int, str, str]]


def walk_journey(journey: Journey, direction: str, anchor: str, steps: int, *, merge_repeats: bool) -> list[str] | None:
    """Return the names in the columns a journey passes, first column first; None if it misses the anchor."""
    names = list(journey.steps)
    if merge_repeats:
        names = [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]
    if direction == "after":
        if anchor:
            if anchor not in names:
                return None
            names = names[names.index(anchor) :]
        return [*names, ENDS[journey.status]][:steps]
    names = names[::-1]
    if anchor:
        if anchor not in names:
            return None
        return [*names[names.index(anchor) :], "Journey starts"][:steps]
    return [ENDS[journey.status], *[*names, "Journey starts"][:steps]]


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
) -> Links:
    """Count journeys by column, name in it and name in the next column."""
    links: Links = Counter()
    for journey in journeys:
        if channel not in ("", journey.channel) or goal not in ("", journey.goal) or status not in ("", journey.status):
            continue
        columns = walk_journey(journey, direction, anchor, steps, merge_repeats=merge_repeats)
        for column, pair in enumerate(zip(columns or [], (columns or [])[1:], strict=False)):
            links[column, *pair] += 1
    return links
