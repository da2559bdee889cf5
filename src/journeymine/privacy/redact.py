"""Personal data leave texts before they are stored: addresses, phone and card numbers, long digit runs, names given.

Prices, dates, times, short order numbers and plain words stay. The order matters: addresses first (they may hold
digits), then card and account numbers, then phones, then any run of digits that is left, then names where a customer
introduces themselves or signs. The same patterns run in DuckDB (RE2) and in Python; they use no look-around, so that
both engines agree. What they cannot find is told in docs/methods.md, "What is not shown".
"""

from __future__ import annotations

import re

LONGEST_KEPT_DIGITS = 6
"""Digits in a row that may stay: years, prices, post codes, short order numbers."""

_AT = r"\s?(?:@|\(at\)|\[at\]|&#64;|%40)\s?"
_NAME = r"[^\s@,;:<>()\[\]\"'/?&=]+"
_LABEL = r"[^\s@.,;:<>()\[\]\"'/?&=!]+"
_PARAMETERS = "|".join(
    (
        r"[?&](?i:(?:first|last|full|sur|given|family|middle|user|nick|customer|client|contact)[_-]?name|[fl]?name",
        r"login|address|street|birth(?:day|date)?|dob|password|passwd|token)=",
    )
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_HEX = "[0-9A-Fa-f]{1,4}"
_FIRST_HEX = "(?:[23][0-9A-Fa-f]{3}|[Ff][C-Ec-e][0-9A-Fa-f]{2})"
MACHINE = "[ip]"
# What may stand before a phone number: not a digit, nor what joins digits to a price, a date or a version.
_BEFORE = r"(^|[^\d.,:/-])"
# A person's name: one to three words with a capital letter, Latin or Cyrillic.
_CAPITAL = "[A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻČŠŽА-ЯЁІЇЄ]"
_LETTERS = "[A-Za-zÀ-ÖØ-öø-žА-яЁёІіЇїЄє]+"
_PERSON = rf"{_CAPITAL}{_LETTERS}(?:[ -]{_CAPITAL}{_LETTERS}){{0,2}}"
_INTRODUCTIONS = "|".join(
    (
        r"[Mm]y (?:full |first |last )?name is|[Mm]y name's",
        r"[Nn]azywam si[ęe]|[Mm]am na imi[ęe]|[Mm]oje nazwisko(?: to)?",
        r"[Мм]еня зовут|[Мм]о[её] имя|[Мм]оя фамилия|[Ii]ch heiße|[Mm]ein Name ist|[Mm]e llamo|[Мм]ене звати",
    )
)
_LABELS = "[Ff]ull name|[Nn]ame|[Ii]mi[ęe] i nazwisko|[Ii]mi[ęe]|[Nn]azwisko|ФИО|[Ии]мя|[Фф]амилия"
_GREETINGS = "|".join(
    (
        r"(?:[Bb]est|[Kk]ind|[Ww]arm|[Mm]any) [Rr]egards|[Rr]egards|[Ss]incerely|[Yy]ours (?:sincerely|faithfully)",
        r"[Pp]ozdrawiam(?: serdecznie)?|[Zz] powa[żz]aniem|[Zz] wyrazami szacunku|[Сс] уважением",
        r"[Mm]it freundlichen Grüßen|[Зз] повагою|[Ss]aludos",
    )
)
# Before a phrase: the beginning, or no letter or digit (\b knows no Cyrillic here).
_START = r"(^|[\s(,.;:!?\"'>\[-])"

REDACTIONS: tuple[tuple[str, str], ...] = (
    # Addresses, also "name (at) host" and links that carry one.
    (rf"{_NAME}{_AT}{_LABEL}(?:\.{_LABEL})+", "[email]"),
    # What a link says of somebody: ?first_name=Anna&token=...
    (rf"({_PARAMETERS})[^&#\s\"'<>\\]+", r"\1[hidden]"),
    # Machines: 203.0.113.7, but no version (v1.2.3.4, Chrome/120.0.0.0) and no list number (01.02.03.04); IPv6.
    (rf"(^|[^\w.:/-])(?:::ffff:)?(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d?)(?:\.{_OCTET}){{3}}\b", rf"\1{MACHINE}"),
    (rf"\b{_FIRST_HEX}(?::{_HEX}){{7}}\b", MACHINE),
    (rf"\b{_FIRST_HEX}(?::{_HEX}){{0,5}}::(?:{_HEX}(?::{_HEX}){{0,5}}\b)?", MACHINE),
    # Handles such as @anna.nowak, at the start or after a blank or bracket.
    (r"(^|[\s(\[,;:\"'>])@[A-Za-z_][\w.]{1,29}", r"\1[handle]"),
    # IBAN: country, check digits, then groups of four letters or digits.
    (r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b", "[account]"),
    # A Polish account without its country: two check digits and six groups of four.
    (r"\b\d{2}(?:[ -]?\d{4}){6}\b", "[account]"),
    # Cards: 13 to 19 digits in a row, in groups of four, or 4-6-5.
    (r"\b\d{13,19}\b", "[number]"),
    (r"\b\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?\b", "[number]"),
    (r"\b\d{4}[ -]\d{6}[ -]\d{5}\b", "[number]"),
    # International: + or 00, then 7 to 15 digits with blanks, dots, dashes, brackets.
    (r"(?:\+|\b00)[1-9](?:[ .()/-]{0,2}\d){6,14}\b", "[phone]"),
    # With an area code in brackets: (22) 123 45 67, 8 (912) 345-67-89.
    (_BEFORE + r"(?:\d{1,4}[ .-]?)?\(\d{2,5}\)[ .-]?\d{2,4}(?:[ .-]?\d{2,4}){1,3}\b", r"\1[phone]"),
    # 601-234-567, 912 345-67-89, 22 123 45 67, each also after a leading 8 or 0.
    (_BEFORE + r"(?:\d[ -])?\d{3}[ -]\d{3}[ -]\d{2,4}(?:[ -]\d{2})?\b", r"\1[phone]"),
    (_BEFORE + r"(?:\d[ -])?\d{2,4}[ -]\d{3}[ -]\d{2}[ -]\d{2}\b", r"\1[phone]"),
    # 020 7946 0958, 0221 123456.
    (_BEFORE + r"0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4}\b", r"\1[phone]"),
    # 601.234.567, and digits one by one: 6 0 1 2 3 4 5 6 7.
    (_BEFORE + r"\d{3}\.\d{3}\.\d{3}\b", r"\1[phone]"),
    (_BEFORE + r"(?:\d[ -]){6,}\d\b", r"\1[phone]"),
    # 4510 123456, 45 10 123456: passports.
    (_BEFORE + r"\d{2} ?\d{2} \d{6}\b", r"\1[number]"),
    (r"([Сс]ери[яи][ :]{1,2})\d{2} ?\d{2}([ ,]{1,2}(?:номер|№)[ :]{0,2})\d{6}\b", r"\1[number]\2[number]"),
    # 078-05-1120: social security, USA.
    (_BEFORE + r"\d{3}-\d{2}-\d{4}\b", r"\1[number]"),
    (rf"\d{{{LONGEST_KEPT_DIGITS + 1},}}", "[number]"),
    # A name where somebody says it is one, behind a label ("Name: Anna Nowak"), and below a greeting at the end.
    (_START + rf"((?:{_INTRODUCTIONS})[ :,-]{{1,3}}){_PERSON}", r"\1\2[name]"),
    (rf"(^|[\n,;(])([ ]?(?:{_LABELS})[ ]?:[ ]{{0,2}}){_PERSON}", r"\1\2[name]"),
    (_START + rf"((?:{_GREETINGS})(?:[ ]?[,!.]\s{{0,3}}|\s{{0,2}}\n\s{{0,2}})){_PERSON}", r"\1\2[name]"),
)

_COMPILED = tuple((re.compile(pattern, re.ASCII), replacement) for pattern, replacement in REDACTIONS[1:])
# Python's engine would try an address anew at each letter of a long run of them: a run without one is passed at once.
_ADDRESS = re.compile(rf"({REDACTIONS[0][0]})|{_NAME}", re.ASCII)
SUSPECT = (
    rf"@|%40|\(at\)|\[at\]|&#64;|\d{{{LONGEST_KEPT_DIGITS + 1}}}|\d[ .()/-]{{1,2}}\d"
    rf"|[0-9A-Fa-f]{{4}}:[0-9A-Fa-f:]|{_PARAMETERS}"
    r"|[Nn]ame\b|[Nn]az[yw]|[Ii]mi[ęe]|зовут|[Ии]мя|имя|[Фф]амил|ФИО|звати|llamo|heiße|[Сс]ери[яи]"
    r"|egards|incerely|faithfully|ozdrawiam|powa[żz]aniem|szacunku|уважением|Grüßen|повагою|aludos"
)
"""A cheap first look: a text without any of these holds nothing to redact."""
_SUSPECT = re.compile(SUSPECT, re.ASCII)


def redact_text(text: str) -> str:
    """Return `text` with addresses, handles, phones, cards, accounts, long digit runs and names given replaced."""
    if not _SUSPECT.search(text):
        return text
    text = _ADDRESS.sub(lambda found: REDACTIONS[0][1] if found[1] else found[0], text)
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text


def redacted_sql(expression: str, *, is_version: bool = False) -> str:
    """Return SQL that redacts `expression` as `redact_text` does; a version may look like a machine's address."""
    inner = expression
    for pattern, replacement in REDACTIONS:
        if is_version and replacement.endswith(MACHINE):
            continue
        inner = f"regexp_replace({inner}, {_quote(pattern)}, {_quote(replacement)}, 'g')"
    return f"case when regexp_matches({expression}, {_quote(SUSPECT)}) then {inner} else {expression} end"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
