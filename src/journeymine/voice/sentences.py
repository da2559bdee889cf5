"""Sentences of a text, each with its place in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from journeymine.voice.writing import Writing, blank_foreign

LONGEST_SENTENCE = 600
"""Characters after which a sentence without an end is cut at a blank: such a text has no sentences, only words."""

_END = re.compile(
    r"(?:[.!?…]+[)\]\"'»”’]*)(?=\s|$)|[!?…][.!?…]*(?=[^\W\d_])|\n+|[\U0001F300-\U0001FAFF\u2600-\u27BF]+\uFE0F?"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"'«„“]+$")
_LISTED = re.compile(r"\d{1,2}|[A-Za-z]")


class Sentence(NamedTuple):
    """A sentence: `words` as it stands in the text, `read` with markup and the like blanked."""

    words: str
    read: str


def find_sentences(text: str, writing: Writing) -> list[Sentence]:
    """Find the sentences a customer wrote, in their order; each is a part of the text, word for word.

    A full stop after an abbreviation, an initial or a number in a list ends none, nor do dots before a small letter;
    a line, an emoji and any row of question or exclamation marks do. One that holds no letter is left out.

    >>> text = "Dr. Nowak came at 5 p.m. and left... why? 🙁 No idea!!"
    >>> [sentence.words for sentence in find_sentences(text, Writing(frozenset({"dr"})))]
    ['Dr. Nowak came at 5 p.m. and left... why?', 'No idea!!']
    """
    read = blank_foreign(text, writing)
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(read):
        if _is_inside(read, match, writing.abbreviations):
            continue
        _add(found, text, read, start, match.end())
        start = match.end()
    _add(found, text, read, start, len(read))
    return found


def _is_inside(read: str, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    mark = match[0]
    if "!" in mark or "?" in mark or not mark.startswith((".", "…")):
        return False
    rest = read[match.end() : match.end() + 40].lstrip(" \t")
    goes_on = rest[:1].islower()
    if mark != ".":
        return goes_on  # an ellipsis in mid-sentence
    before = _WORD_BEFORE.search(read, max(0, match.start() - 30), match.start())
    word = before[0].lower() if before else ""
    if word in abbreviations:
        return bool(rest) and not rest.startswith("\n")
    if _LISTED.fullmatch(word):
        begins_line = not read[read.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t" + word)
        return bool(rest) and not rest.startswith("\n") and (word.isalpha() or begins_line)
    return goes_on and "." in word


def _add(found: list[Sentence], text: str, read: str, start: int, end: int) -> None:
    while start < end:
        stop = end
        if end - start > LONGEST_SENTENCE:
            stop = read.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE) + 1
            stop = stop or start + LONGEST_SENTENCE
        piece = read[start:stop]
        if any(map(str.isalpha, piece)):
            first = start + len(piece) - len(piece.lstrip())
            last = start + len(piece.rstrip())
            found.append(Sentence(text[first:last], read[first:last]))
        start = stop
