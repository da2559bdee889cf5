"""Words that come to a page from a table or a setting and are shown in its language: `Words.translate` says them."""

from __future__ import annotations

from journeymine.improve.effects import CAVEAT as PLAN_CAVEAT
from journeymine.improve.pains import GOALS
from journeymine.improve.words import list_pain_words
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
    return (*_OF_TABLES, *KINDS, CAVEAT, PLAN_CAVEAT, GOALS, *list_pain_words())
