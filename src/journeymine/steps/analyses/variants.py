"""The variants of all journeys and of each slice, with what is to be known of them."""

from __future__ import annotations

from journeymine.mining.variants import judge_variants
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_INPUTS = ("analysis.variant_sums",)


def find_variants(inputs: Inputs) -> Outcome:
    """Tell the conversion of variants and how their customers felt."""
    return Outcome({"analysis.slice_variants": judge_variants(inputs[_INPUTS[0]])})


ANALYSIS = Analysis(
    name="variants",
    inputs=_INPUTS,
    tables=(
        Model(
            "analysis.slice_variants",
            "one row per grain of variants, slice of the journeys or all of them, and variant among its most taken",
            ("variant_grain", "slice_kind", "slice", "variant_id"),
        ),
    ),
    run=find_variants,
)
