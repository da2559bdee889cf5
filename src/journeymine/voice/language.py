"""The language of each text, of those a project reads; short texts follow what their speaker writes elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

SHORT = 20
"""Letters below which a text is too short to tell its language by itself (choice)."""


def find_languages(texts: Sequence[str], speakers: Sequence[str], languages: Sequence[str]) -> list[str | None]:
    """Find the language of each text.

    Args:
        texts: What was written.
        speakers: Who wrote each and where, such as a customer and a source; as many as texts.
        languages: ISO 639-1 codes to choose from.

    Returns:
        A code for each text. One of under 20 letters takes the language its speaker uses most in longer ones, if there
        is one; a text without any letter has none.
    """
    if len(languages) == 1:
        return [languages[0] if any(map(str.isalpha, text)) else None for text in texts]
    import py3langid  # its model takes a while to load, and most commands need none

    py3langid.set_languages(sorted(languages))
    found: list[str | None] = []
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    letters = [sum(map(str.isalpha, text)) for text in texts]
    for text, speaker, count in zip(texts, speakers, letters, strict=True):
        language = str(py3langid.classify(text)[0]) if count else None
        found.append(language)
        if language and count >= SHORT:
            votes[speaker][language] += 1
    for index, (speaker, count) in enumerate(zip(speakers, letters, strict=True)):
        if 0 < count < SHORT and votes[speaker]:
            most = max(votes[speaker].values())
            found[index] = min(language for language, number in votes[speaker].items() if number == most)
    return found
