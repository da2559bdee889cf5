"""Days of the sample as moments: local hours of a day, daylight saving, and the nights files are delivered in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from journeymine.sample import company
from journeymine.sample.draws import Draws, Floats, Integers

DAY_MICROSECONDS = 86_400_000_000
DEFAULT_END = date(2026, 4, 30)
"""Last day of the sample: the 120 days before it hold the start of summer time."""


@dataclass(frozen=True)
class Calendar:
    """The days of a sample: day 0 to day `days` - 1, the last one being `end`; and the drops they are delivered in."""

    end: date
    days: int
    drops: int

    @property
    def start(self) -> date:
        """The date of day 0."""
        return self.end - timedelta(days=self.days - 1)

    @property
    def start_microseconds(self) -> int:
        """Midnight (UTC) of day 0, since 1970."""
        return int(datetime(self.start.year, self.start.month, self.start.day, tzinfo=UTC).timestamp()) * 1_000_000

    @property
    def end_microseconds(self) -> int:
        """Midnight (UTC) after the last day: nothing later has been recorded."""
        return self.start_microseconds + self.days * DAY_MICROSECONDS

    def moments(self, day: Integers, local_seconds: Floats) -> Integers:
        """Turn days and local seconds after midnight into microseconds (UTC) since 1970."""
        zone = ZoneInfo(company.TIMEZONE)
        noons = [
            datetime(d.year, d.month, d.day, 12, tzinfo=zone) for d in (self.date(n) for n in range(self.days + 1))
        ]
        offsets = np.array([int(noon.strftime("%z")[:-2]) for noon in noons], dtype=np.int64)  # whole hours here
        index = np.clip(day, 0, self.days)
        local = (local_seconds * 1_000_000).astype(np.int64)
        return np.asarray(self.start_microseconds + day * DAY_MICROSECONDS + local - offsets[index] * 3_600_000_000)

    def date(self, day: int) -> date:
        """Return the date of a day."""
        return self.start + timedelta(days=day)

    def drop_of(self, day: Integers) -> Integers:
        """Say which drop holds what arrives on a day: the first one holds all of history."""
        return np.clip(day - (self.days - self.drops), 0, self.drops - 1)

    def drop_folder(self, drop: int) -> str:
        """Return the name of a drop's folder: the date of its last day."""
        return self.date(self.days - self.drops + drop).isoformat()


def assign_working_moments(draws: Draws, name: str, person: Integers, day: Integers, calendar: Calendar) -> Integers:
    """Give a moment of a working day's hours on each day."""
    return calendar.moments(day, 8 * 3600 + 10 * 3600 * draws.uniform(name, person, day))
