"""Session, journey, goal and stage settings as seed tables."""

from __future__ import annotations

from journeymine.journeys.seeds import build_journey_seeds
from journeymine.settings import Settings

BASE = {"project": {"name": "Test", "timezone": "Europe/Warsaw"}, "sources": {"web": {"kind": "events", "path": "x"}}}


def test_durations_are_whole_milliseconds():
    settings = Settings.model_validate({**BASE, "sessions": {"gap": "30m", "cap": "1.5h"}, "journeys": {"gap": "7d"}})
    [windows] = build_journey_seeds(settings)["seed.windows"].to_dicts()
    assert windows == {
        "session_gap_milliseconds": 1_800_000,
        "session_cap_milliseconds": 5_400_000,
        "journey_gap_milliseconds": 604_800_000,
        "lookback_milliseconds": 7_776_000_000,
        "ends_at": "goal",
        "timezone": "Europe/Warsaw",
        "currency_code": "EUR",
    }


def test_a_touchpoint_is_the_first_goal_that_names_it():
    goals = [
        {"name": "purchase", "touchpoint": "Order", "value": "amount"},
        {"name": "renewal", "touchpoint": "Renewed"},
        {"name": "again", "touchpoint": "Order"},
    ]
    seeds = build_journey_seeds(Settings.model_validate({**BASE, "goals": goals}))
    assert seeds["seed.goals"].rows() == [("Order", "purchase", 1, True), ("Renewed", "renewal", 2, False)]


def test_stages_are_ranked_from_one():
    seeds = build_journey_seeds(Settings.model_validate({**BASE, "stages": {"order": ["see", "buy"]}}))
    assert seeds["seed.stages"].rows() == [(1, "see"), (2, "buy")]
