"""Words that come to a page from a table or a setting and are shown in its language: `Words.translate` says them."""

from __future__ import annotations

from journeymine.moments.effects import CAVEAT
from journeymine.site.page import KINDS

_OF_TABLES = (
    "other",
    "unmapped",
    "converted",
    "abandoned",
    "open",
)


def list_words() -> tuple[str, ...]:
    """List them, for the catalogs."""
    return (*_OF_TABLES, *KINDS, CAVEAT)
