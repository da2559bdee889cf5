"""What each segment amounts to beside the others, and the channel, hours and product its customers respond to best."""

from __future__ import annotations

from journeymine.segments.results import compare_results, rate_responses
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_RESULTS, _RESPONSES = "analysis.segment_results", "analysis.segment_responses"
_SUMS, _MEETINGS = "analysis.segment_sums", "analysis.segment_meetings"


def describe_results(inputs: Inputs) -> Outcome:
    """Compare segments by their outcomes, and rank what their customers met."""
    return Outcome({_RESULTS: compare_results(inputs[_SUMS]), _RESPONSES: rate_responses(inputs[_MEETINGS])})


ANALYSIS = Analysis(
    name="segment_results",
    inputs=(_SUMS, _MEETINGS),
    tables=(
        Model(_RESULTS, "one row per segment x result it is compared by", ("segment_id", "segment_result")),
        Model(
            _RESPONSES,
            "one row per segment x channel, part of the day or product its customers met",
            ("segment_id", "facet", "item"),
        ),
    ),
    run=describe_results,
)
