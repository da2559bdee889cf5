"""A shop some customers of which give up at an error: small enough to count by hand."""

from __future__ import annotations

from journeymine.warehouse.sqlfiles import sql_folder
from tests.sql.small_warehouse import make_settings

RULES = [
    {"name": name.capitalize(), "stage": stage, "channel": "web", "when": {"event_name": name}}
    for name, stage in (("ad", "look"), ("cart", "buy"), ("error", "buy"), ("pay", "buy"), ("help", "use"))
]
SETTINGS = make_settings(
    stages={"order": ["look", "buy", "use"]},
    goals=[{"name": "order", "touchpoint": "Pay", "value": "amount"}],
    touchpoints={"touchpoint": RULES, "ignore": [{"why": "no step", "when": {"event_name": "click"}}]},
)
# Journeys end after 30 days of silence; as_of lies far behind all but eve's.
EVENTS = """
    at         | event | user_id | amount
    10:00      | ad    | anna    |
    10:01      | cart  | anna    |
    10:02      | pay   | anna    | 30
    10:00      | cart  | bob     |
    10:01      | error | bob     |
    10:02      | cart  | bob     |
    10:03      | error | bob     |
    10:00      | cart  | cleo    |
    10:01      | error | cleo    |
    10:00      | cart  | dana    |
    10:01      | cart  | dana    |
    10:02      | pay   | dana    | 10
    +40d 10:00 | help  | dana    |
    +99d 10:00 | error | eve     |
"""
TABLES = (
    "core.journeys core.touchpoint_counts core.touchpoint_names core.touchpoints core.observation core.goal_steps "
    "core.friction core.scores core.journey_stages core.stages core.journey_steps"
)


def make(built, *names):
    """Make tables of schema analysis by their files."""
    for name in names:
        built.rows(f"create table analysis.{name} as {(sql_folder() / 'analysis' / f'{name}.sql').read_text()}")
