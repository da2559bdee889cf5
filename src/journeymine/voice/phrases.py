"""Phrases of rule files, made into patterns of an engine that cannot backtrack.

A phrase is words as they follow one another, small letters, without commas and full stops. Beside words it may hold:

    word*         every word that begins so;  *word and *  likewise
    (a | b c)     either;  (a)? may be missing
    ...           up to four words, whatever they are
    #             a number
    ? !           these marks;  ^ and $ the sentence's beginning and end
    <name>        any phrase of the list `name` in the file's [words]

Nothing else has a meaning, so no phrase can take more than time in proportion to the text: the patterns run in the
regular expressions of Rust, through polars, which have no look-around, and a list that grows too large is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from journeymine.voice.letters import fold

LONGEST_PHRASE = 2_000
DEEPEST = 50
"""Brackets within brackets; the engine itself refuses a few hundred."""
LARGEST_PATTERN = 50_000
"""Characters of all phrases of a list, written out: seven times what the largest shipped list has, far below what the
engine itself would refuse."""
GAP = r"(?: [^ ?!]+ ){0,4}"
_CLITIC = r"'(?:s|d|ll|ve|re|m)\b"
_TOKEN = re.compile(rf"{_CLITIC}|[^\W_]+(?:(?!{_CLITIC})['-][^\W_]+)*|[?!]|[€$£₽%]")
"""A word, of which English 's, 'd, 'll, 've, 're and 'm are words of their own; a mark; a currency."""
_LAST_CLITIC = re.compile(rf"(.+)({_CLITIC})")
_PARTS = re.compile(r"\(|\)\??|\||\.\.\.|<[a-z_]+>\??|[^\s()|<>]+|\S")
_WORD = re.compile(r"'?[^\W_*]*[\w*]+(?:['-][\w*]+)*|[€$£₽%]")
_BRACKETS = {"(": 1, "|": 0, ")": -1, ")?": -1}
_SIGNS = {"...": GAP, "#": " [0-9][^ ]* ", "?": r" \? ", "!": " ! ", "^": "^", "$": "(?: ! )*$", "*": " [^ ]+ "}
_ANYTHING = pl.Series(["", " \ue000 ", " \ue000  \ue000 "])


class PhraseError(ValueError):
    """A phrase that cannot be read: which one, and why."""

    def __init__(self, phrase: str, reason: str) -> None:
        self.phrase, self.reason = phrase, reason
        super().__init__(f"the phrase {phrase[:80]!r} {reason}")


def spread(text: str) -> str:
    """Write a sentence as its words, marks and numbers, each with a blank on both sides; commas and dots go.

    >>> spread("Why, oh why?")
    ' why  oh  why  ? '
    """
    words = _TOKEN.findall(fold(text))
    return f" {'  '.join(words)} " if words else ""


def build_pattern(phrases: Sequence[str], words: Mapping[str, Sequence[str]]) -> str | None:
    """Build one pattern of many phrases, to be tried on what `spread` makes; None where there is no phrase.

    Raises:
        PhraseError: A phrase cannot be read, names words that are not there, finds every sentence, or all together
            are larger than the engine allows.
    """
    if not phrases:
        return None
    pattern = "|".join(_translate(phrase, words) for phrase in phrases)
    if len(pattern) > LARGEST_PATTERN:
        raise PhraseError(phrases[0], f"and those after it are too large together ({len(pattern):,} characters)")
    found = _ANYTHING.str.contains(pattern)
    if found.any():
        everything = next(phrase for phrase in phrases if _ANYTHING.str.contains(_translate(phrase, words)).any())
        raise PhraseError(everything, "finds every sentence")
    return pattern


def _translate(phrase: str, words: Mapping[str, Sequence[str]]) -> str:
    if len(phrase) > LONGEST_PHRASE:
        raise PhraseError(phrase, f"has more than {LONGEST_PHRASE} characters")
    written: list[str] = []
    depth = 0
    for part in _PARTS.findall(fold(phrase)):
        if part in _BRACKETS:
            depth += _BRACKETS[part]
            written.append("(?:" if part == "(" else part)
        elif part.startswith("<"):
            name = part.rstrip("?")[1:-1]
            if name not in words:
                raise PhraseError(phrase, f"names <{name}>, which [words] does not hold")
            written.append(f"(?:{'|'.join(_translate(word, {}) for word in words[name])}){part[len(name) + 2 :]}")
        elif part in _SIGNS:
            written.append(_SIGNS[part])
        elif _WORD.fullmatch(part):
            written.extend(f" {'[^ ]*'.join(map(re.escape, word.split('*')))} " for word in _split_clitic(part))
        else:
            raise PhraseError(phrase, f"holds {part!r}, which has no meaning here")
        if depth > DEEPEST:
            raise PhraseError(phrase, f"has more than {DEEPEST} brackets within one another")
        if depth < 0:
            break
    if depth:
        raise PhraseError(phrase, "has a bracket without its fellow")
    return f"(?:{''.join(written)})"


def _split_clitic(word: str) -> list[str]:
    split = _LAST_CLITIC.fullmatch(word)
    return [split[1], split[2]] if split else [word]
