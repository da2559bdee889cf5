"""A shop small enough to run many nights: one events CSV a day, visitors who log in late, a rule or two."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

SETTINGS = """
[project]
name = "Small shop"

[warehouse]
memory_limit = "1GB"
threads = 2
keep_nights = {keep_nights}

[sources.web]
kind = "events"
path = "drops/*.csv"

[sources.web.fields]
event_id = "id"
event_name = "event"
occurred_at = "time"
device_id = "cookie"
user_id = "user"
amount = "value"

[[goals]]
name = "purchase"
touchpoint = "Order placed"
value = "amount"
"""

RULES = """
[[touchpoint]]
name = "Product page"
stage = "consideration"
channel = "web"
when = { event_name = "view" }

[[touchpoint]]
name = "Order placed"
stage = "purchase"
channel = "web"
when = { event_name = "order" }

[[touchpoint]]
name = "Wish list"
stage = "consideration"
channel = "web"
when = { event_name = "wish" }

[[ignore]]
why = "technical"
when = { event_name = "heartbeat" }
"""

START = datetime(2026, 11, 1, 8)
HEADER = ("id", "event", "time", "cookie", "user", "value")
CUSTOMERS = 40
KEY = bytes.fromhex("5a" * 32)


def write_project(folder: Path, *, keep_nights: int = 7) -> Path:
    """Write the shop's project folder with its first drop."""
    (folder / "drops").mkdir(parents=True)
    (folder / "journeymine.toml").write_text(SETTINGS.format(keep_nights=keep_nights))
    (folder / "touchpoints.toml").write_text(RULES)
    (folder / "journeymine.key").write_text(KEY.hex())
    (folder / "journeymine.key").chmod(0o600)
    write_drop(folder, 1)
    return folder


def write_drop(folder: Path, day: int) -> Path:
    """Write the events of one day. From the second day on some visitors of the first day log in: two become one."""
    chance = random.Random(day)
    rows = []
    for customer in range(CUSTOMERS):
        if day > 1 and chance.random() < 0.8:
            continue
        time = START + timedelta(days=day, minutes=chance.randrange(600))
        cookie = f"cookie{customer % 30}"
        user = f"user{customer % 25}" if day > 1 or customer < 10 else ""
        for step in range(chance.randrange(1, 6)):
            time += timedelta(minutes=chance.randrange(1, 50))
            event = chance.choice(("view", "view", "view", "order", "heartbeat", "wish", "wish", "odd"))
            value = f"{chance.randrange(1, 9000) / 100:.2f}" if event == "order" else ""
            rows.append((f"{day}-{customer}-{step}", event, time.isoformat(), cookie, user, value))
    file = folder / "drops" / f"day{day:02}.csv"
    with file.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([HEADER, *rows])
        stream.write(f"{day}-x,view,not a time,cookie1,,\n")  # one line that is refused
    return file
