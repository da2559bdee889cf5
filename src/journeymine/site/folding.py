"""Markup folded into what it repeats: much like itself, it is handed to a script that puts it together when asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ITEM = re.compile(r"<li\b.*?</li>", re.DOTALL)
_ATTRIBUTES = ("data-e", "data-place", "title", "style")
_SLOT = re.compile("|".join([r"(?<=>)[^<]+(?=<)", *(f'(?<= {name}=")[^"]+' for name in _ATTRIBUTES)]))
"""Texts between elements, and the attributes whose values differ from item to item."""
_RUN = re.compile(r"(?:<[^>]*>\s*)+|[^<]+")

Folded = dict[str, list[str] | list[list[str]] | list[list[int]]]


def fold_markup(sections: Sequence[str]) -> Folded:
    """Fold sections of a page into shapes and texts that each stand once.

    Args:
        sections: Escaped markup, in which list items are not nested.

    Returns:
        shapes: the pieces of markup between which an item's texts stand; texts: what stands there, every one once;
        parts: for each section, the number of a shape followed by the numbers of its texts, and so on to its end.
    """
    shapes: dict[tuple[str, ...], int] = {}
    texts: dict[str, int] = {}
    parts = []
    for section in sections:
        numbers: list[int] = []
        for piece in _cut(section):
            numbers.append(shapes.setdefault(tuple(_SLOT.split(piece)), len(shapes)))
            numbers += [texts.setdefault(text, len(texts)) for text in _SLOT.findall(piece)]
        parts.append(numbers)
    return {"shapes": [list(shape) for shape in shapes], "texts": list(texts), "parts": parts}


def _cut(section: str) -> list[str]:
    """Cut a section into its items, and what stands between them into runs of elements with one text after each."""
    pieces, place = [], 0
    for found in [*_ITEM.finditer(section), None]:
        between = section[place : found.start() if found else len(section)]
        pieces += _RUN.findall(between)
        if found:
            pieces.append(found[0])
            place = found.end()
    return pieces
