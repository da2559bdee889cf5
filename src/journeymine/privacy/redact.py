"""Personal data leave texts before they are stored: addresses, phone numbers, card numbers, long digit runs.

Prices, dates, times, short order numbers and plain words stay. The order matters: addresses first (they may hold
digits), then card and account numbers, then phones, then any run of digits that is left. The same patterns run in
DuckDB (RE2) and in Python; they use no look-around, so that both engines agree.
"""

from __future__ import annotations

import re

LONGEST_KEPT_DIGITS = 6
"""Digits in a row that may stay: years, prices, post codes, short order numbers."""

REDACTIONS: tuple[tuple[str, str], ...] = (
    # Addresses, also "name (at) host" and links that carry one.
    (
        r"[^\s@,;:<>()\[\]\"'/?&=]+\s?(?:@|\(at\)|\[at\]|&#64;|%40)\s?[^\s@.,;:<>()\[\]\"'/?&=]+(?:\.[^\s@.,;:<>()\[\]\"'/?&=!]+)+",
        "[email]",
    ),
    # Handles such as @anna.nowak, at the start or after a blank or bracket.
    (r"(^|[\s(\[,;:\"'>])@[A-Za-z_][\w.]{1,29}", r"\1[handle]"),
    # IBAN: country, check digits, then 11 to 30 letters or digits, often in groups of four.
    (r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b", "[account]"),
    # 13 to 19 digits, alone or in groups: cards and accounts.
    (r"\b\d(?:[ -]?\d){12,18}\b", "[number]"),
    # International phones: + or 00, then 7 to 15 digits with blanks, dots, dashes, brackets.
    (r"(?:\+|\b00)[1-9](?:[ .()/-]{0,2}\d){6,14}\b", "[phone]"),
    # Groups as people write them: (22) 123 45 67, 601-234-567, 8 (912) 345-67-89, 0660 123 4567.
    (
        r"(^|[^\d.,:/-])(?:\(\d{2,5}\)[ .-]?|\d{1,4}[ .-]?\(\d{2,5}\)[ .-]?)\d{2,4}(?:[ .-]?\d{2,4}){1,3}\b",
        r"\1[phone]",
    ),
    (r"(^|[^\d.,:/-])\d{3}([ -])\d{3}[ -]\d{2,4}(?:[ -]?\d{2})?\b", r"\1[phone]"),
    (r"(^|[^\d.,:/-])\d{2,4}[ -]\d{3}[ -]\d{2}[ -]\d{2}\b", r"\1[phone]"),
    (r"(^|[^\d.,:/-])0\d{2,4}[ /-]\d{5,8}\b", r"\1[phone]"),
    (r"\d{7,}", "[number]"),
)

_COMPILED = tuple((re.compile(pattern, re.ASCII), replacement) for pattern, replacement in REDACTIONS)
SUSPECT = r"@|%40|\(at\)|\[at\]|&#64;|\d{7}|\d[ .()/-]{1,2}\d"
"""A cheap first look: a text without any of these holds nothing to redact."""
_SUSPECT = re.compile(SUSPECT, re.ASCII)


def redact_text(text: str) -> str:
    """Return `text` with addresses, handles, phones, cards, accounts and long digit runs replaced."""
    if not _SUSPECT.search(text):
        return text
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text


def redacted_sql(expression: str) -> str:
    """Return SQL that redacts `expression` as `redact_text` does."""
    inner = expression
    for pattern, replacement in REDACTIONS:
        inner = f"regexp_replace({inner}, {_quote(pattern)}, {_quote(replacement)}, 'g')"
    return f"case when regexp_matches({expression}, {_quote(SUSPECT)}) then {inner} else {expression} end"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
