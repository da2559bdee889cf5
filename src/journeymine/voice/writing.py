"""What of a text its customer wrote: quoted replies, signatures, an agent's lines and markup are blanked out.

A blanked text is as long as the text, so that a place in one is the same place in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 20_000
"""Characters of a text that are read; what follows is left out."""

_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BREAKS = re.compile(r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|hr|blockquote|body|html|head)\b", re.IGNORECASE)
_HIDDEN = tuple(
    (re.compile(rf"<{tag}\b", re.IGNORECASE), re.compile(rf"</{tag}\s*>", re.IGNORECASE))
    for tag in ("style", "script", "title", "blockquote")
)
_IS_MARKUP = re.compile(r"<(?:html|body|div|p|br|span|table|blockquote|b|i|a|font|head)\b[^<>]{0,2000}>", re.IGNORECASE)
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, soft hyphens, and marks of direction and of zero width."""

_LINE = re.compile(r"[^\n]*\n?")
_FORWARDED = re.compile(r"-{2,}.{3,60}-{2,}|[^\W\d_]{2,5}\s*:.*[@\[<].*")
"""Lines such as "---- Original message ----" and "From: [email]", after which all is quoted."""
SIGNATURE_LINES = 8
"""How many lines before the end a signature may begin."""

_SPEAKER = re.compile(
    r"\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?([^\W\d_]+(?: [^\W\d_]+){0,2})\s*(?:\([^()\n]{0,30}\))?\s*:(?=\s|$)"
)


@dataclass(frozen=True)
class Writing:
    """How people write in some languages; all words in small letters.

    `abbreviations` without their dot; `agents` and `customers` are labels of a transcript's lines; `signatures` begin a
    line after which only a signature follows, `replies` stand in a line that ends in a colon and brings a quoted text.
    """

    abbreviations: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()
    signatures: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()


def merge_writings(writings: Iterable[Writing]) -> Writing:
    """Merge how people write in several languages: a mail programme often speaks another one than its user."""
    found = list(writings)
    return Writing(
        frozenset().union(*(writing.abbreviations for writing in found)),
        frozenset().union(*(writing.agents for writing in found)),
        frozenset().union(*(writing.customers for writing in found)),
        tuple(sorted({word for writing in found for word in writing.signatures})),
        tuple(sorted({word for writing in found for word in writing.replies})),
    )


def blank_foreign(text: str, writing: Writing) -> str:
    r"""Blank out what the customer did not write or nobody reads; the result is as long as the text that is read.

    Markup, quoted replies, a signature, control characters, and in a transcript the agent's lines become blanks.

    >>> blank_foreign("It works.<br>&gt;", Writing())
    'It works.\n       '
    """
    text = text[:LONGEST]
    text = _UNSEEN.sub(" ", text.replace("\r\n", " \n").replace("\r", "\n"))
    text = blank_markup(text).replace("\u00a0", " ")
    return _blank_lines(text, writing)


def blank_markup(text: str) -> str:
    r"""Blank out tags, entities and what a mail or page does not show; a text that is no markup stays as it is.

    >>> blank_markup("I <3 it"), blank_markup("<p>Good</p>")
    ('I <3 it', '\n  Good\n   ')
    """
    if "<" not in text or not _IS_MARKUP.search(text):
        return text
    for opening, closing in _HIDDEN:
        place = 0
        while start := opening.search(text, place):
            end = closing.search(text, start.end())
            place = end.end() if end else len(text)
            text = text[: start.start()] + "\n" + " " * (place - start.start() - 1) + text[place:]
    return _MARKUP.sub(_blank_tag, text)


def _blank_tag(match: re.Match[str]) -> str:
    first = "\n" if _BREAKS.match(match[0]) else " "
    return first + " " * (len(match[0]) - 1)


def _blank_lines(text: str, writing: Writing) -> str:
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    speakers = [_find_speaker(line) for line in lines]
    is_transcript = any(speaker in writing.agents for speaker in speakers)
    last = max((index for index, line in enumerate(lines) if line.strip()), default=0)
    kept: list[str] = []
    is_over = is_agent = False
    for index, (line, speaker) in enumerate(zip(lines, speakers, strict=True)):
        plain = line.strip().lower()
        ends_here = _brings_quote(plain, writing) or (0 < index > last - SIGNATURE_LINES and _signs(plain, writing))
        is_over = is_over or ends_here
        if is_transcript and speaker is not None:
            is_agent = speaker in writing.agents
            if speaker in writing.customers:
                line = _blank_label(line)
        is_foreign = is_over or is_agent or plain.startswith((">", "&gt;", "|"))
        kept.append(_blank_all(line) if is_foreign else line)
    return "".join(kept)


def _brings_quote(line: str, writing: Writing) -> bool:
    if _FORWARDED.fullmatch(line):
        return True
    return line.endswith(":") and 8 < len(line) < 200 and any(f"{reply}" in line for reply in writing.replies)


def _signs(line: str, writing: Writing) -> bool:
    return line == "--" or (len(line) < 60 and line.startswith(writing.signatures))


def _find_speaker(line: str) -> str | None:
    match = _SPEAKER.match(line)
    return match[1].lower() if match else None


def _blank_label(line: str) -> str:
    match = _SPEAKER.match(line)
    return " " * match.end() + line[match.end() :] if match else line


def _blank_all(line: str) -> str:
    return " " * (len(line) - 1) + "\n" if line.endswith("\n") else " " * len(line)
