"""Waits by Kaplan-Meier, and contacts that cost something beside the satisfaction of who had them."""

from __future__ import annotations

import polars as pl

from journeymine.mining.contacts import compare_contacts
from journeymine.mining.waiting import find_waits, find_waits_between
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = (
    *("marts.wait_bins", "marts.wait_starts", "marts.contact_costs"),
    *("analysis.between_bins", "analysis.between_customers"),
)


def find_waiting(inputs: Inputs) -> Outcome:
    """Find waits and the gains of contacts; the log names touchpoints that cost and show no gain."""
    bins, starts, costs, between, customers = (inputs[table] for table in _INPUTS)
    least = inputs.settings.privacy.minimum_cell
    gains = compare_contacts(costs, least)
    notes = tuple(
        f"“{row['touchpoint']}” cost {row['total_cost_amount']:,.0f} {row['currency_code']}: those who had it are no "
        "more satisfied than others."
        for row in gains.filter(pl.col("is_without_gain")).iter_rows(named=True)
    )
    frames = {
        "analysis.waits": find_waits(bins, starts),
        "analysis.between_waits": find_waits_between(between, customers, least),
        "analysis.contact_gains": gains,
    }
    return Outcome(frames, notes)


ANALYSIS = Analysis(
    name="waiting",
    inputs=_INPUTS,
    tables=(
        Model("analysis.waits", "one row per sort of wait and where it begins", ("wait", "wait_from")),
        Model(
            "analysis.between_waits",
            "one row per unit of counting, kind of place, place and place come to after it",
            ("wait_unit", "place_kind", "wait_from", "wait_to"),
        ),
        Model("analysis.contact_gains", "one row per touchpoint whose contacts cost something", ("touchpoint",)),
    ),
    run=find_waiting,
)
