"""Tables of a persona, as a night would have made them, with words that a browser must not take for markup."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.personas.cards import CARD_SCHEMA
from journeymine.personas.claims import Claim, write_claims
from journeymine.personas.sections import SECTIONS

CLAIMS = (
    Claim("size", "120 customers", 120.0, "count", 120, trait="customer_count"),
    Claim("feature", "visits from 18:00", 2.0, "lift", 120, value_low=1.5, value_high=2.6, trait_kind="feature",
          trait="evening_share", lift=2.0),
    Claim("demographic", "country: PL", 0.6, "share", 100, counted_customer_count=60, value_low=0.5, value_high=0.69,
          rest_value=0.3, lift=2.0, q_value=0.001, trait_kind="country", trait="PL"),
    Claim("professional", "industry: trade", 0.3, "share", 100, counted_customer_count=30, value_low=0.2,
          value_high=0.4, rest_value=0.3, lift=1.0, q_value=0.9, trait_kind="industry", trait="trade"),
    Claim("pain", "fault: rage_click: <b>Checkout</b>", 0.4, "share", 120, counted_customer_count=48, value_low=0.3,
          value_high=0.5, rest_value=0.1, lift=4.0, q_value=0.001, trait_kind="fault",
          trait="rage_click: <b>Checkout</b>"),
    Claim("need", "not evidenced", n=80, is_evidenced=False),
    Claim("scenario", "Home", value_unit="seconds", trait="1", trait_kind="web"),
    Claim("scenario", "Checkout", 5400.0, "seconds", 60, trait="2", trait_kind="web"),
    Claim("emotion", "buy", 0.4, "valence", 40, value_low=0.3, value_high=0.5, trait_kind="stage", trait="buy"),
    Claim("quote", "It <i>failed</i> twice.", -1.0, "valence", 1, trait_kind="survey", trait="t1",
          evidence_kind="quoted", record_id="r1"),
    Claim("usage", "median visits", 4.0, "count", 120, value_low=3.0, value_high=5.0, trait_kind="measure",
          trait="session_count"),
    Claim("value", "median amount", 0.0, "amount", 120, value_low=0.0, value_high=0.0, trait_kind="measure",
          trait="amount"),
    Claim("goal", "Be sure", evidence_kind="human", source_table="overlay/personas.toml"),
)  # fmt: skip
CARD = {
    **dict.fromkeys(CARD_SCHEMA),
    "persona_id": "p01",
    "segment_id": "s1",
    "persona_name": "Evening visitors",
    "persona_name_en": "Evening visitors",
    "persona_name_ru": "Вечерние посетители",
    "persona_name_pl": "Wieczorni odwiedzający",
    "customer_count": 120,
    "customer_share": 0.4,
    "amount_share": 0.5,
    "stability": "stable",
    "mean_jaccard": 0.8,
    "medoid_pseudonym": "0a1b2c3d",
    "window_from_at": datetime(2026, 1, 1),
    "window_to_at": datetime(2026, 4, 1),
    "scenario_coverage_share": 0.2,
    "unknown_sections": ["need"],
    "caveats": ["rarely_joint", "scenario_covers_little", "few_answers", "observational"],
}


def write_personas() -> dict[str, pl.DataFrame]:
    """Write the tables of one persona, and of one that is lost."""
    return {
        "analysis.persona_verdict": pl.DataFrame(
            {
                "is_refused": [False],
                "refusal_kind": [""],
                "refusal_reason": ["one stable segment"],
                "persona_count": [1],
                "customer_count": [300],
            }
        ),
        "analysis.personas": pl.DataFrame([CARD], schema=CARD_SCHEMA, orient="row"),
        "analysis.persona_evidence": write_claims("p01", CLAIMS, SECTIONS),
        "analysis.persona_ids": pl.DataFrame(
            {
                "persona_id": ["p01", "p02"],
                "segment_id": ["s1", "s4"],
                "persona_status": ["current", "lost"],
                "merged_into": pl.Series([None, None], dtype=pl.String),
                "persona_name_en": ["Evening visitors", "Visitors, <b>web</b> first"],
                "persona_name_ru": ["Вечерние посетители", "Посетители, прежде всего <b>web</b>"],
                "persona_name_pl": ["Wieczorni odwiedzający", "Odwiedzający, przede wszystkim <b>web</b>"],
            }
        ),
    }
