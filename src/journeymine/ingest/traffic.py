"""Which rows a machine or the company's own people left: judged while their address and user agent are still there.

Neither is kept. What is kept of them, in a row's props, is the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from journeymine.ingest.mapping import quote_name, quote_text
from journeymine.privacy.hashing import hashed_sql
from journeymine.settings import TrafficSettings

SET_APART = "journeymine_set_apart"
"""The name in props; sql/core/set_apart.sql reads it."""
BOT, INTERNAL = "bot", "internal"
_WITH_PORT = r"^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$|^\[([0-9a-f:]+)\](?::\d+)?$"
"""An address as proxies write it: with a port, in brackets, IPv4 within IPv6."""


@dataclass(frozen=True)
class TrafficRules:
    """How [traffic] reads one row."""

    settings: TrafficSettings = field(default_factory=TrafficSettings)

    @property
    def spelling(self) -> str:
        """What a verdict depends on; empty as long as nobody changed the rules."""
        defaults = TrafficSettings().model_dump(exclude={"most_events_per_hour"})
        own = self.settings.model_dump(exclude={"most_events_per_hour"})
        return "" if own == defaults else repr(sorted(own.items()))

    def verdict_sql(self, header: tuple[str, ...]) -> str | None:
        """Return SQL for the verdict on a row, null for an ordinary one; None if the file has nothing to judge by.

        Args:
            header: Columns of the file, then what its mapping computes: `user_agent__` where that lies within JSON.
        """
        agent = _find_column(header, self.settings.user_agent_columns)
        address = _find_column(header, self.settings.ip_columns)
        cases = []
        if agent is not None and self.settings.bots:
            pattern = quote_text("|".join(f"(?:{pattern})" for pattern in self.settings.bots))
            cases.append(f"when regexp_matches({quote_name(agent)}::varchar, {pattern}, 'i') then '{BOT}'")
        if address is not None and self.settings.internal_ips:
            first = f"lower(trim(split_part({quote_name(address)}::varchar, ',', 1)))"  # a proxy appends its own
            plain = f"regexp_replace({first}, {quote_text(_WITH_PORT)}, '\\1\\2')"
            known = ", ".join(quote_text(value) for value in self.settings.internal_ips)
            cases.append(f"when {hashed_sql('ip', plain)} in ({known}) then '{INTERNAL}'")
        return f"case {' '.join(cases)} end" if cases else None


def _find_column(header: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    wanted = {_spell(name) for name in names}
    return next((name for name in header if _spell(name) in wanted), None)


def _spell(name: str) -> str:
    return name.replace("_", "").replace("$", "").replace(".", "").lower()
