"""Maps of the invented company, with hostile words, a note, a small cell, a silent stage and a lane of its own."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from journeymine.journeymap.cards import MAP_SCHEMA, NAME_SCHEMA, QUESTION_SCHEMA
from journeymine.journeymap.items import Cell, Item, write_evidence, write_items
from journeymine.journeymap.touchpoint_cards import PARTS
from journeymine.overlay import LANES
from tests.unit.site.example_journeys import FORMULA, HOSTILE, STAGES

OWN = "Campaigns & co"


def make(stage: str, lane: str, content: str, n: int, *, persona: str = "all", **more: object) -> Item:
    """Make an item of a map with a query of its own."""
    source = more.pop("source", "inferred")
    query = f"select {n} as n -- {lane} </script> {stage}"
    return Item(Cell(persona, "all", stage, lane), content, n, source, "core.journey_steps", query, **more)  # type: ignore[arg-type]


def list_items() -> list[Item]:
    """List what stands on the maps; stage 3 is silent, a step in stage 2 is of too few customers."""
    first, second, third, *_ = STAGES
    place: dict[str, object] = {"unit": "valence", "low": -0.2, "high": 0.5, "coverage": 0.3}
    share: dict[str, object] = {"unit": "share", "low": 0.7, "high": 0.9}
    return [
        make(
            first,
            "steps",
            HOSTILE,
            80,
            touchpoint=HOSTILE,
            coverage=0.8,
            value=90.0,
            low=60.0,
            high=120.0,
            unit="seconds",
        ),
        make(first, "steps", "Advert click", 40, touchpoint="Advert click", coverage=0.4, kind="offline"),
        make(second, "steps", "Hidden corner", 4, touchpoint="Hidden corner", coverage=0.04),
        make(first, "channels", FORMULA, 50, coverage=0.5, kind="online"),
        make(first, "metrics", "customer_share", 100, value=0.8, source="measured", **share),
        make(
            first,
            "metrics",
            "continued_share",
            100,
            value=0.8,
            source="measured",
            target=0.9,
            is_target_met=False,
            **share,
        ),
        make(second, "metrics", "customer_share", 60, value=0.75, source="measured", **share),
        make(first, "emotion", "valence", 40, value=0.4, source="reported", **place),
        make(second, "emotion", "valence", 40, value=-0.2, source="inferred", **place),
        make(STAGES[3], "emotion", "valence", 30, value=0.1, source="inferred", **place),
        make(third, "emotion", "valence", 3, value=1.0, source="reported", **place),
        make(second, "questions", "Will it fit?", 25, source="reported", kind="question"),
        make(
            second,
            "quotes",
            f"They said {HOSTILE}",
            25,
            source="reported",
            kind="complaint",
            value=-0.6,
            unit="valence",
        ),
        make(
            first,
            "planned",
            "Home page or Product page",
            70,
            kind="planned",
            value=0.7,
            unit="share",
            counted="journeys",
        ),
        make(first, OWN, "spring", 33, kind="own"),
        make(
            first,
            "pains",
            "It hurts <b>here</b>",
            0,
            source="human",
            written_by="Ola",
            written_on=date(2026, 3, 1),
            is_stale=True,
        ),
        make(first, "steps", "Advert click", 20, persona="p01", touchpoint="Advert click", coverage=0.9),
    ]


def write_maps() -> dict[str, pl.DataFrame]:
    """Return the tables of the page of journey maps."""
    items = list_items()
    lanes = (*LANES, OWN)
    rows = write_items(items, STAGES, lanes)
    first = STAGES[0]
    cards = [
        make(first, "action", HOSTILE, 80, touchpoint=HOSTILE, value=0.8, unit="share"),
        make(first, "question", "Is it <i>safe</i>?", 30, touchpoint=HOSTILE, kind="question", source="reported"),
        make(first, "feeling", "valence", 25, touchpoint=HOSTILE, value=-0.5, low=-0.7, high=-0.3, unit="valence"),
    ]
    card_rows = write_items(cards, STAGES, PARTS)
    maps = [
        ("all", "all", "all", "", None, f"Why {HOSTILE}", None, [], [], 120, 120),
        ("p01", "all", "persona", "Evening people", "Ola's map", None, None, [], [], 30, 30),
        ("p02", "all", "persona", "Too few people", None, None, None, [], [], 5, 5),
    ]
    questions = [
        ("all", "all", 1, "Does it hurt?", first, "pains", None, "evidenced"),
        ("all", "all", 2, "Who buys?", None, None, None, "open"),
    ]
    window = (datetime(2026, 1, 1), datetime(2026, 3, 31))
    evidence = write_evidence([*items, *cards], pl.concat([rows, card_rows]), window)
    return {
        "analysis.journey_maps": pl.DataFrame(maps, schema=MAP_SCHEMA, orient="row"),
        "analysis.journey_map": rows,
        "analysis.map_cards": card_rows,
        "analysis.map_evidence": evidence,
        "analysis.map_questions": pl.DataFrame(questions, schema=QUESTION_SCHEMA, orient="row"),
        "analysis.map_names": pl.DataFrame([("en", first, "I hear of you")], schema=NAME_SCHEMA, orient="row"),
    }
