"""Files of events as newcomers bring them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from journeymine.settings import read_settings

ECOM = Path(__file__).parents[2] / "fixtures" / "retentioneering_ecom" / "ecom.csv.gz"
START = datetime(2026, 3, 1, 9)
ACTIONS = ("visit", "search", "add_to_cart", "order_placed")


def rows(count: int = 40) -> list[tuple[str, datetime, str]]:
    return [(f"u{number % 7}", START + timedelta(hours=5 * number), ACTIONS[number % 4]) for number in range(count)]


def write_csv(path: Path, header: str, pattern: str, *, mark: str = ",", encoding: str = "utf-8") -> Path:
    lines = [mark.join((user, moment.strftime(pattern), action)) for user, moment, action in rows()]
    path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return path


def fields(folder: Path) -> dict[str, str]:
    [source] = read_settings(folder).sources.values()
    return source.fields
