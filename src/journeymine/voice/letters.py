"""Letters brought to one shape, so that a word is found however it was written."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 20_000
"""Characters of a text that are read; what follows adds nothing."""
_LATIN = re.compile("[A-Za-z][\u0300-\u036f]+")
_MANY = re.compile(r"(.)\1{2,}")


def normalise(text: str) -> str:
    """Bring a text to the form words of a lexicon have: lower case, one shape of letters, е for ё, straight quotes."""
    return unicodedata.normalize("NFC", text[:LONGEST]).lower().replace("ё", "е").replace("’", "'")


def fold(text: str) -> str:
    """Bring text to the letters phrases are compared in: small, Latin ones without their marks, е for ё.

    >>> fold("Proszę ŁĄCZNIE, ещё")
    'prosze lacznie, еще'
    """
    plain = normalise(text).replace("ł", "l").replace("ß", "ss")
    if plain.isascii():
        return plain
    split = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", _LATIN.sub(lambda match: match[0][0], split))


def list_shorter(word: str) -> tuple[str, ...]:
    """List what a drawn-out word may stand for: with two of each letter that stands thrice or more, and with one.

    >>> list_shorter("cooool"), list_shorter("cool")
    (('cool', 'col'), ())
    """
    found = _MANY.search(word)
    return (_MANY.sub(r"\1\1", word), _MANY.sub(r"\1", word)) if found else ()
