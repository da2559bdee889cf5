"""Which e-mail addresses are one mailbox, and which mailboxes belong to nobody in particular.

Spelling rules are the project's to switch on: a mailbox's provider alone knows what its dots and tags mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROLE_MAILBOX = "role_mailbox"
"""What an address that belongs to an office rather than a person is counted as."""

_TAG = r"^([^@+]+)\+[^@]*(@.+)$"
_GMAIL = r"^([^@]*[^@.][^@]*)@(gmail|googlemail)\.com$"
_NAME = r"^(mailto:)?([^@+]+)"


@dataclass(frozen=True)
class EmailRules:
    """How addresses are evened out beyond letter case, and the names before the "@" that name no person."""

    drops_gmail_dots: bool = False
    drops_plus_tags: bool = False
    role_mailboxes: tuple[str, ...] = ()


def normalise_address(address: str, rules: EmailRules) -> str | None:
    """Return the one spelling of a lower-case address, None for a mailbox that belongs to nobody in particular."""
    if is_role_mailbox(address, rules):
        return None
    if rules.drops_plus_tags:
        address = re.sub(_TAG, r"\1\2", address)
    if rules.drops_gmail_dots and (match := re.match(_GMAIL, address)):
        address = match[1].replace(".", "") + "@gmail.com"
    return address


def is_role_mailbox(address: str, rules: EmailRules) -> bool:
    """Tell whether an address is an office's: info@, sales@ and whatever else the rules name."""
    match = re.match(_NAME, address.lower())
    return "@" in address and match is not None and match[2] in rules.role_mailboxes


def address_sql(address: str, rules: EmailRules) -> str:
    """Return SQL that does with a lower-case address what `normalise_address` does."""
    sql = address
    if rules.drops_plus_tags:
        sql = f"regexp_replace({sql}, '{_TAG}', '\\1\\2')"
    if rules.drops_gmail_dots:
        name = f"replace(regexp_extract({sql}, '{_GMAIL}', 1), '.', '')"
        sql = f"case when regexp_matches({sql}, '{_GMAIL}') then {name} || '@gmail.com' else {sql} end"
    if rules.role_mailboxes:
        sql = f"case when not {role_mailbox_sql(address, rules)} then {sql} end"
    return sql


def role_mailbox_sql(address: str, rules: EmailRules) -> str:
    """Return SQL that tells what `is_role_mailbox` tells."""
    if not rules.role_mailboxes:
        return "false"
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in rules.role_mailboxes)
    return f"(contains({address}, '@') and regexp_extract(lower({address}), '{_NAME}', 2) in ({names}))"
