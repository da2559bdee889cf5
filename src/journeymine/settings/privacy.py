"""[privacy] and [traffic]: the key, consent, the smallest group that is shown, and what is no customer's visit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from journeymine.settings.base import Name, Table

BOTS = (
    *(r"(^|[^u])bot\b", r"crawler\b", r"spider\b", r"\bslurp\b", "facebookexternalhit", "mediapartners-google"),
    *("ia_archiver", "bingpreview", "google-inspectiontool", "googleother", "datadogsynthetics", "screaming frog"),
    *("headlesschrome", "phantomjs", r"\bselenium\b", r"\bpuppeteer\b", r"\bplaywright\b", "lighthouse", "pagespeed"),
    *("gtmetrix", "pingdom", "uptimerobot", "statuscake", "site24x7", "^curl/", "^wget/", "python-requests"),
    *("python-urllib", "aiohttp", "go-http-client", "^java/", "libwww-perl", "apache-httpclient", "scrapy"),
)
"""User agents that no person sits behind, by what such programs call themselves; Cubot is a telephone."""


def read_pattern(value: str) -> str:
    """Check a regular expression.

    Raises:
        ValueError: It is none, or needs what the database's engine (RE2) does not know.
    """
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from None
    if re.search(r"\(\?[=!<]|\\[1-9]", value):
        raise ValueError(f"{value!r} looks around or back, which is not possible here")
    return value


class PrivacySettings(Table):
    """[privacy]: the hashing key, consent, the smallest group that is shown, and what texts are redacted with.

    `names_file` holds names to hide in texts, a person a line; `redactor` names a tool of one's own.
    """

    key_file: Path = Path("journeymine.key")
    minimum_cell: Annotated[int, Field(ge=1)] = 10
    consent_column: Name | None = None
    silence_is_consent: bool = True
    names_file: Path | None = None
    redactor: Name | None = None


class TrafficSettings(Table):
    """[traffic]: machines and the company's own people, whose events are counted apart."""

    bots: tuple[Annotated[str, Field(min_length=1), AfterValidator(read_pattern)], ...] = BOTS
    user_agent_columns: tuple[Name, ...] = ("user_agent", "useragent", "context_user_agent", "raw_user_agent")
    internal_ips: tuple[Annotated[str, Field(pattern="^[0-9a-f]{32}$")], ...] = ()
    ip_columns: tuple[Name, ...] = ("ip", "ip_address", "user_ipaddress", "context_ip", "remote_addr", "client_ip")
    most_events_per_hour: Annotated[int, Field(ge=1)] | None = 2_000
