"""The analyses of a night, one module each; a new one is a module with an ANALYSIS and a line here."""

from journeymine.steps.analyses import conformance, deviations, moments, patterns, process_models, scores, waiting
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome

ANALYSES: tuple[Analysis, ...] = (
    conformance.ANALYSIS,
    deviations.ANALYSIS,
    patterns.ANALYSIS,
    process_models.ANALYSIS,
    scores.ANALYSIS,
    waiting.ANALYSIS,
)

__all__ = ["ANALYSES", "Analysis", "Inputs", "Outcome"]
