"""Cards of touchpoints: who said how it felt there, and whether they rated it or a text was read."""

from __future__ import annotations

import polars as pl
import pytest

from journeymine.journeymap.items import Cell, Item, write_items
from journeymine.journeymap.touchpoint_cards import list_cards

SIGNALS = pl.DataFrame(
    schema={
        **dict.fromkeys(("persona_id", "scenario", "dimension", "member", "signal", "signal_subtype"), pl.String),
        **dict.fromkeys(("sentence_rank", "customer_count"), pl.Int64),
        **dict.fromkeys(("text_id", "sentence", "signal_status"), pl.String),
    }
)


@pytest.mark.parametrize(("reported_count", "source"), [(4, "reported"), (2, "reported"), (1, "inferred")])
def test_a_feeling_is_reported_where_at_least_half_of_the_answers_are_ratings(reported_count, source):
    step = Item(Cell("all", "all", "see", "steps"), "Page", 20, "inferred", "core.steps", "x", touchpoint="Page")
    feelings = {"persona_id": "all", "scenario": "all", "dimension": "touchpoint", "member": "Page", "valence": 0.5}
    counts = {"customer_count": 3, "answer_count": 4, "reported_count": reported_count}
    journey_map = write_items([step], ("see",), ("steps",))
    cards = {
        card.cell.lane: card for card in list_cards(journey_map, SIGNALS, pl.DataFrame([feelings | counts]), seed=1)
    }
    assert (cards["feeling"].source, cards["feeling"].n, cards["feeling"].value) == (source, 3, 0.5)
