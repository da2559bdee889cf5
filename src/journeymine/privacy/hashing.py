"""Keyed hashes of identifiers: the same person under the same key is the same 32 hex characters, for ever.

The hash is HMAC-SHA256 of `kind`, a separator and the normalised value, cut to 128 bits. The kind is part of
the message, so that a CRM id and a support id with the same digits do not meet. The Python functions say what a hash
is; the SQL expressions do the same inside DuckDB, over distinct values only (a test holds them equal).

Source: RFC 2104 (HMAC).
"""

from __future__ import annotations

import hmac
import re

import phonenumbers

from journeymine.privacy.addresses import EmailRules, address_sql, normalise_address

HASH_CHARACTERS = 32
SEPARATOR = "\x1f"
PLAIN = EmailRules()
MISSING = (
    "",
    "null",
    "none",
    "nil",
    "nan",
    "undefined",
    "(not set)",
    "(null)",
    r"\n",
    "00000000-0000-0000-0000-000000000000",
)
"""Lower-case texts that stand for "no value" as an identifier. "NA" is a value."""


MANGLED = r"\d([.,]\d+)?[eE]\+\d{2,3}"
"""What spreadsheets make of long numbers (4.8601E+10): whose it was cannot be told any more."""


def hash_identifier(
    kind: str,
    value: str | None,
    key: bytes,
    *,
    phone_region: str | None = None,
    email_rules: EmailRules = PLAIN,
) -> str | None:
    """Hash one identifier; None when it is missing or cannot be one of its kind.

    Args:
        kind: An identity kind ("email", "phone", ...), "object" or "record".
        value: The identifier as the source wrote it.
        key: The project's secret.
        phone_region: Two-letter region that phone numbers without a country code belong to.
        email_rules: What makes two addresses one.
    """
    normal = normalise_identifier(kind, value, phone_region=phone_region, email_rules=email_rules)
    if normal is None:
        return None
    return hmac.digest(key, f"{kind}{SEPARATOR}{normal}".encode(), "sha256").hex()[:HASH_CHARACTERS]


def normalise_identifier(
    kind: str, value: str | None, *, phone_region: str | None = None, email_rules: EmailRules = PLAIN
) -> str | None:
    """Return the one spelling of an identifier that is hashed, or None when it is missing or unusable.

    E-mails are lower-cased, phones become E.164, all others are trimmed; 123.0 is 123. A text without "@" is no e-mail,
    unless it is a hash or a token of 16 or more characters (an export that was pseudonymised at its source). What
    stands for whoever is not known (0, unknown, guest) is nobody's: else all of them would be one customer.
    """
    if value is None:
        return None
    text = value.strip(" \t\r\n\xa0")
    if text.lower() in MISSING:
        return None
    if kind == "ip":
        return text.lower()
    if kind == "email":
        text = text.lower().removeprefix("mailto:").strip(AROUND_EMAIL).rstrip(".")
        return normalise_address(text, email_rules) if _EMAIL.fullmatch(text) else None
    if kind != "generic" and _NOBODY.fullmatch(text):
        return None
    if kind != "generic" and _WHOLE.fullmatch(text):
        text = text[:-2]
    return normalise_phone(text, phone_region) if kind == "phone" else text


EMAIL_SHAPE = r"[^\s@]+(?:@[^\s@]+)+|[^\s@]{16,}"
_EMAIL = re.compile(EMAIL_SHAPE, re.ASCII)
AROUND_EMAIL = "<>,;\"'"
"""What lists of addresses leave around one."""
NOBODY = (
    r"[0-]+|-1|(?i:unknown|anonymous|guest|#?n/a|\(none\)|\(other\)|\[object object\]|false|9774d56d682e549c)"
    rf"|{MANGLED}"
)
"""What sources write as the id of whoever they do not know, the last word by an old Android's mistake."""
_NOBODY = re.compile(NOBODY, re.ASCII)
_WHOLE = re.compile(r"\d+\.0", re.ASCII)
"""A whole number as spreadsheets and data frames write it beside empty cells."""


def normalise_phone(text: str, phone_region: str | None) -> str | None:
    """Return a phone number as E.164 ("+48601234567"), or None when it is none that can be dialled.

    A number without a country code needs `phone_region`; without one it cannot be told apart from its namesakes
    in other countries and is None.
    """
    try:
        number = phonenumbers.parse(text, phone_region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalised_sql(kind: str, expression: str, email_rules: EmailRules = PLAIN) -> str:
    """Return SQL that normalises `expression` as `normalise_identifier` does (all kinds but phone and ip)."""
    trimmed = f"trim({expression}, ' ' || chr(9) || chr(13) || chr(10) || chr(160))"
    missing = ", ".join("'" + text.replace("'", "''") + "'" for text in MISSING)
    longest = max(map(len, MISSING))
    is_missing = f"case when length({trimmed}) <= {longest} then lower({trimmed}) in ({missing}) else false end"
    if kind == "email":
        lowered = f"lower({trimmed})"
        address = f"case when starts_with({lowered}, 'mailto:') then {lowered}[8:] else {lowered} end"
        around = AROUND_EMAIL.replace("'", "''")
        address = f"rtrim(trim({address}, '{around}'), '.')"
        is_email = f"regexp_full_match({address}, '{EMAIL_SHAPE}')"
        # A text with "@" is none of the missing ones: only the few without pay for the list.
        is_missing = f"case when contains({lowered}, '@') then false else {is_missing} end"
        return f"case when {is_email} and not {is_missing} then {address_sql(address, email_rules)} end"
    if kind == "generic":
        return f"case when not {is_missing} then {trimmed} end"
    is_nobody = f"regexp_full_match({trimmed}, '{NOBODY}')"
    whole = f"case when regexp_full_match({trimmed}, '{_WHOLE.pattern}') then {trimmed}[:-3] else {trimmed} end"
    return f"case when not {is_missing} and not {is_nobody} then {whole} end"


def hashed_sql(kind: str, normalised: str) -> str:
    """Return SQL that hashes an already normalised text.

    The connection must hold the variables `hash_inner` and `hash_outer` (see `keyfile.hash_setup`).
    """
    message = f"encode('{kind}' || chr(31) || {normalised})"
    inner = f"unhex(sha256(getvariable('hash_inner') || {message}))"
    return f"substr(sha256(getvariable('hash_outer') || {inner}), 1, {HASH_CHARACTERS})"
