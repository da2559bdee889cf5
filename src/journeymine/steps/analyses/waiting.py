"""Waits by Kaplan-Meier, and contacts that cost something beside the satisfaction of who had them."""

from __future__ import annotations

import polars as pl

from journeymine.mining.contacts import compare_contacts
from journeymine.mining.waiting import find_waits
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("marts.wait_bins", "marts.wait_starts", "marts.contact_costs")


def find_waiting(inputs: Inputs) -> Outcome:
    """Find waits and the gains of contacts; the log names touchpoints that cost and show no gain."""
    bins, starts, costs = (inputs[table] for table in _INPUTS)
    gains = compare_contacts(costs, inputs.settings.privacy.minimum_cell)
    notes = tuple(
        f"{row['touchpoint']} cost {row['total_cost_amount']:,.0f} {row['currency_code']}, and who had it is "
        "not more content than other customers."
        for row in gains.filter(pl.col("is_without_gain")).iter_rows(named=True)
    )
    return Outcome({"analysis.waits": find_waits(bins, starts), "analysis.contact_gains": gains}, notes)


ANALYSIS = Analysis(
    name="waiting",
    inputs=_INPUTS,
    tables=(
        Model("analysis.waits", "one row per sort of wait and where it begins", ("wait", "wait_from")),
        Model("analysis.contact_gains", "one row per touchpoint whose contacts cost something", ("touchpoint",)),
    ),
    run=find_waiting,
)
