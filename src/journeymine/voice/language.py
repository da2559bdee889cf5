"""The language of each text, of those a project reads; short texts follow what their speaker writes elsewhere."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

import polars as pl

READ = 5_000
"""Characters of a text that tell its language; more would cost time and say nothing new (choice)."""
SHORT = 20
"""Letters below which a text is too short to tell its language by itself (choice)."""

TOLD_BY_LETTERS = {
    "pl": ("[łńśźż]", frozenset({"pl"})),
    "ru": ("[а-яё]", frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"})),
}
"""Language that is read here -> letters that the others read here do not have, and all languages written with them."""
UNNAMED_SHARE = 0.2
"""From this share of all texts on a language that nobody named is more than a few strangers (choice)."""
FEWEST_UNNAMED = 20

Vote = tuple[str, str, str]
"""A text of before: its speaker, what was written, its language."""


def find_languages(
    texts: Sequence[str], speakers: Sequence[str], languages: Sequence[str], before: Iterable[Vote] = ()
) -> list[str | None]:
    """Find the language of each text.

    Args:
        texts: What was written.
        speakers: Who wrote each and where: a customer and a channel; as many as texts.
        languages: ISO 639-1 codes to choose from.
        before: Texts whose language is known, which vote too.

    Returns:
        A code for each text. One of under 20 letters takes the language its speaker uses most in longer ones of the
        same script, if there is one; a text without any letter has none.
    """
    texts = [text[:READ] for text in texts]
    if len(languages) == 1:
        return [languages[0] if any(map(str.isalpha, text)) else None for text in texts]
    import py3langid  # its model takes a while to load, and most commands need none

    py3langid.set_languages(sorted(languages))
    found: list[str | None] = []
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for speaker, text, known in before:
        if _count_letters(text) >= SHORT:
            votes[speaker, _find_script(text)][known] += 1
    letters = [_count_letters(text) for text in texts]
    for text, speaker, count in zip(texts, speakers, letters, strict=True):
        language = str(py3langid.classify(text)[0]) if count else None
        found.append(language)
        if language and count >= SHORT:
            votes[speaker, _find_script(text)][language] += 1
    for index, (text, speaker, count) in enumerate(zip(texts, speakers, letters, strict=True)):
        cast = votes.get((speaker, _find_script(text))) if 0 < count < SHORT else None
        if cast:
            most = max(cast.values())
            found[index] = min(language for language, number in cast.items() if number == most)
    return found


def find_unnamed_languages(texts: pl.Series, languages: Collection[str]) -> dict[str, int]:
    """Count the texts that show by their letters to be of a language which the project does not name.

    Args:
        texts: What was written.
        languages: The codes that the project names.

    Returns:
        Code -> texts with letters of it, for those that are a fifth of all texts and 20 or more.
    """
    found = {}
    for language, (letters, written) in TOLD_BY_LETTERS.items():
        if not written & set(languages):
            count = int(texts.str.contains(f"(?i){letters}").sum())
            if count >= max(FEWEST_UNNAMED, UNNAMED_SHARE * len(texts)):
                found[language] = count
    return found


def _count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _find_script(text: str) -> str:
    """Find the script of a text's first letter, such as LATIN or CYRILLIC."""
    first = next((letter for letter in text if letter.isalpha()), "")
    return unicodedata.name(first, "").split(" ", 1)[0] if first else ""
