"""How words of customers and their feeling stand on pages: shortened, with the valence as a number."""

from __future__ import annotations

from journeymine.site.words import ENGLISH, Words

LONGEST_QUOTE = 280


def render_valence(value: float | None, words: Words = ENGLISH) -> str:
    """Render a valence with its sign and two digits.

    >>> render_valence(0.4), render_valence(-0.05), render_valence(None)
    ('+0.40', '−0.05', '–')
    """
    return words.decimal(value, 2, is_signed=True)


def shorten_quote(text: str) -> str:
    """Cut a long text after a word, and say so by three dots.

    >>> shorten_quote("Good.")
    'Good.'
    """
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
