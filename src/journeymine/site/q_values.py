"""How a q value is written."""

from __future__ import annotations

from journeymine.site.words import Words

SMALLEST = 0.001


def show_q_value(value: float | None, words: Words) -> str:
    """Show a q value to three places, and a smaller one as less than the smallest of those; nothing where none is."""
    if value is None:
        return ""
    return f"<{words.decimal(SMALLEST, 3)}" if value < SMALLEST else words.decimal(value, 3)
