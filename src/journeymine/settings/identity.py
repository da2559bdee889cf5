"""[identity]: which keys name a person, and what keeps strangers apart."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from journeymine.settings.base import Table

PersonKind = Literal["user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id"]
PERSON_KINDS: tuple[PersonKind, ...] = ("user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id")
"""Identity kinds that name a person, strongest first; ties in age are broken in this order."""
IDENTITY_KINDS = (*PERSON_KINDS, "device")

ROLE_MAILBOXES = (
    *("abuse", "accounting", "accounts", "admin", "administrator", "billing", "biuro", "bok", "contact", "enquiries"),
    *("faktury", "finance", "hello", "help", "helpdesk", "hostmaster", "hr", "info", "invoices", "jobs", "kontakt"),
    *("ksiegowosc", "mail", "mailer-daemon", "marketing", "newsletter", "no-reply", "noreply", "do-not-reply"),
    *("donotreply", "office", "orders", "poczta", "postmaster", "press", "reception", "recepcja", "root", "sales"),
    *("sekretariat", "service", "serwis", "sklep", "sprzedaz", "support", "team", "webmaster", "zamowienia"),
)
"""What stands before the "@" of addresses that belong to an office, not to a person."""


class IdentitySettings(Table):
    """[identity]: which keys name a person, and what keeps strangers apart."""

    keys: tuple[PersonKind, ...] = PERSON_KINDS
    shared_device: Literal["by_login_window", "leave_unlinked"] = "by_login_window"
    at_most: dict[PersonKind | Literal["device"], Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    email_rules: tuple[Literal["gmail_dots", "plus_tags"], ...] = ()
    likeness: bool = False
    likeness_threshold: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    tell_households_apart: bool = True
    role_mailboxes: tuple[Annotated[str, Field(pattern="^[^@+A-Z]+$")], ...] = ROLE_MAILBOXES

    def limit(self, kind: PersonKind | Literal["device"]) -> int:
        """Return how many ids of `kind` one customer may have."""
        return self.at_most.get(kind, 50 if kind == "device" else 10)
