"""What the night says of a plan's entries."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.overlay import Improvement, PlanOverlay
from journeymine.steps.analyses.analysis import Inputs
from journeymine.steps.analyses.pains import IMPROVEMENTS
from tests.sql.small_warehouse import make_settings

AS_OF = datetime(2026, 4, 30)


def test_an_entry_of_a_pain_that_never_was_is_a_warning_and_no_note_of_the_log():
    plan = PlanOverlay(improvement=(Improvement(pain="drop-of-cart", action="x"), Improvement(pain="b", action="y")))
    settings = make_settings().model_copy(update={"plan_overlay": plan})
    names = pl.DataFrame({"pain_id": ["drop-off-cart", "b"], "title": "t", "touchpoint": "Cart", "stage": "buy"})
    empty = pl.DataFrame(schema={"improvement_index": pl.Int64})
    frames = [names, names.select("pain_id", owner=pl.lit("Web team")), empty, empty]
    outcome = IMPROVEMENTS.run(Inputs(settings, AS_OF, 1, dict(zip(IMPROVEMENTS.inputs, frames, strict=True)), {}))
    assert outcome.notes == ()
    (warning,) = outcome.warnings
    assert "no pain is called 'drop-of-cart'" in warning
    assert "Did you mean 'drop-off-cart'?" in warning
