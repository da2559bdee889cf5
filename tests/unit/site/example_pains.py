"""Pains, delights and a plan of the invented company, ranked by the product's own function."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from journeymine.improve.effects import follow_improvements
from journeymine.improve.pains import name_pains, rank_pains
from journeymine.overlay import PlanOverlay
from journeymine.settings import PainSettings
from tests.unit.improve.test_pains import make_candidates, make_values
from tests.unit.site.example_journeys import AS_OF, FORMULA, HOSTILE

NOW = AS_OF.replace(tzinfo=None)
CANDIDATES = (
    {"touchpoint": "Product page", "stage": "look", "owner": "Web <team>"},
    {"touchpoint": HOSTILE, "stage": "look", "source_query": f"select '{HOSTILE}' as name"},
    {"touchpoint": FORMULA, "stage": "look", "affected_count": 60},
    {"pain_kind": "delight", "pain_source": "score", "touchpoint": "Product page", "stage": "look"},
    {"pain_source": "emotion", "touchpoint": "Product page", "stage": "look", "affected_count": 12},
)
DONE = {"status": "done", "done_on": date(2026, 2, 1), "expected": {"measure": "conversion", "change": "+2pp"}}


def write_pains() -> dict[str, pl.DataFrame]:
    """Write the tables of pains and of the plan."""
    window = {"window_from_at": datetime(2026, 1, 1), "window_to_at": NOW}
    candidates = make_candidates(*(row | window for row in CANDIDATES))
    pains = rank_pains(
        candidates,
        make_values(("stage", "look", True, 900, 900, 9_000.0, 900.0, 180_000.0, 9_000.0)),
        PainSettings(),
        "EUR",
    )
    entries = [
        {"pain": "drop-off-product-page", "action": FORMULA, "owner": "Web <team>"} | DONE,
        {"pain": "drop-off-product-page", "action": HOSTILE, "due_on": date(2026, 1, 1), "status": "doing"},
        {"pain": "nothing-of-that-name", "action": "x"},
    ]
    done_at = datetime(2026, 2, 1)
    windows = pl.DataFrame(
        {
            "improvement_index": [1],
            "touchpoint": ["Product page"],
            "stage": [None],
            "window_from_at": [datetime(2026, 1, 2)],
            "done_at": [done_at],
            "window_to_at": [datetime(2026, 3, 3)],
        },
        schema_overrides={"stage": pl.String},
    )
    counts = pl.DataFrame(
        [(1, 1, 0, 0, 0, 80), (1, 1, 1, 0, 0, 20), (1, 0, 0, 1, 0, 60), (1, 0, 0, 1, 1, 40)],
        schema=["improvement_index", "before_count", "before_sum", "after_count", "after_sum", "customer_count"],
        orient="row",
    )
    names = name_pains(candidates)
    plan = PlanOverlay.model_validate({"improvement": entries}).improvement
    improvements, _warnings = follow_improvements(plan, names, pains, windows, counts, as_of=NOW, seed=1)
    return {
        "analysis.pain_points": pains,
        "analysis.pain_names": names,
        "analysis.improvements": improvements,
        "marts.busy_hours": pl.DataFrame(
            {
                "weekday_index": [1, 1, 7],
                "hour_of_day": [0, 12, 23],
                "step_count": [40, 400, 12],
                "customer_count": [20, 90, 9],
            }
        ),
    }
